import { hotp } from "./hotp.ts";
import type { Hmac, OtpParameters } from "./hotp.ts";
import type { Step } from "./time-step.ts";

export interface StepSearch {
  readonly hmac: Hmac;
  readonly key: Uint8Array;
  /** Exactly `parameters.digits` ASCII digits. */
  readonly code: string;
  readonly parameters: OtpParameters;
  readonly centre: Step;
  readonly pastSteps: number;
  readonly futureSteps: number;
  /** A code at or below this step is used. */
  readonly lastStep: Step;
}

export type FoundStep = { readonly kind: "fresh" | "used"; readonly step: Step } | { readonly kind: "none" };

/**
 * Looks for the step a code belongs to, around `centre`. The newest match above `lastStep` wins, so that equal codes in
 * neighbouring steps never reject a fresh one; a match only at or below it is "used". Every candidate is computed and
 * compared in constant time, so the time taken tells nothing about which one matched.
 */
export function findStep(search: StepSearch): FoundStep {
  const { centre, pastSteps, futureSteps, lastStep, code } = search;
  let fresh = -1;
  let used = -1;
  for (let step = Math.max(0, centre - pastSteps); step <= centre + futureSteps; step++) {
    const matches = equalCodes(hotp(search.hmac, search.key, step, search.parameters), code);
    if (matches && step > lastStep) fresh = step;
    if (matches && step <= lastStep) used = step;
  }
  if (fresh >= 0) return { kind: "fresh", step: fresh as Step };
  if (used >= 0) return { kind: "used", step: used as Step };
  return { kind: "none" };
}

/** Compares two codes of one length without stopping at the first difference. */
function equalCodes(computed: string, given: string): boolean {
  if (computed.length !== given.length) return false;
  let difference = 0;
  for (let index = 0; index < computed.length; index++) {
    difference |= computed.charCodeAt(index) ^ given.charCodeAt(index);
  }
  return difference === 0;
}
