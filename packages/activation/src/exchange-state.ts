import type { OtpParameters } from "@warifu/otp";
import { isKe1, isKe2 } from "./messages.ts";
import { isOtpParameters } from "./otp-parameters.ts";
import { isIssuance } from "./protocol.ts";
import type { Issuance } from "./protocol.ts";

/** What the service must remember between KE2 and KE3. */
export interface ExchangeState extends Issuance {
  readonly serverLoginState: string;
  readonly ke1: string;
  readonly ke2: string;
  readonly parameters: OtpParameters;
}

/** As JSON. It holds the session key in the making: whoever keeps it keeps it like a key, and for a minute only. */
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
  const { serverLoginState, ke1, ke2, serviceId, userId, parameters } = value as Record<keyof ExchangeState, unknown>;
  return (
    typeof serverLoginState === "string" &&
    isKe1(ke1) &&
    isKe2(ke2) &&
    isIssuance({ serviceId, userId } as Issuance) &&
    isOtpParameters(parameters)
  );
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
