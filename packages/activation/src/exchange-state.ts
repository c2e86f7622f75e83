import type { OtpParameters } from "@warifu/otp";
import type { Issuance } from "./protocol.ts";

/** What the service must remember between KE2 and KE3. */
export interface ExchangeState extends Issuance {
  readonly serverLoginState: string;
  readonly ke1: string;
  readonly ke2: string;
  readonly parameters: OtpParameters;
}

export function writeExchangeState(state: ExchangeState): string {
  return JSON.stringify(state);
}

/** null when it is not what `writeExchangeState` wrote: it has been in a database meanwhile. */
export function readExchangeState(text: string): ExchangeState | null {
  const value: unknown = parsed(text);
  return isExchangeState(value) ? value : null;
}

function isExchangeState(value: unknown): value is ExchangeState {
  if (typeof value !== "object" || value === null) return false;
  const { parameters, ...texts } = value as Record<string, unknown>;
  return (
    ["serverLoginState", "ke1", "ke2", "serviceId", "userId"].every((name) => typeof texts[name] === "string") &&
    isParameters(parameters)
  );
}

function isParameters(value: unknown): value is OtpParameters {
  if (typeof value !== "object" || value === null) return false;
  const { algorithm, digits, periodSeconds } = value as Record<string, unknown>;
  return typeof algorithm === "string" && typeof digits === "number" && typeof periodSeconds === "number";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
