import { codesOf } from "./hotp.ts";
import { assertPresence, readCode, type StepSearch } from "./find-step.ts";
import type { Step } from "./time-step.ts";

/** Where to look for two codes that were shown one after the other. */
export type StepPairSearch = Omit<StepSearch, "code" | "lastStep"> & {
  /** In the order in which the phone showed them, each as typed, after `isOtp`. */
  readonly codes: readonly [string, string];
};

/**
 * Looks for the step whose code is the first of the two and whose successor's is the second; the newest such pair wins.
 * Re-synchronisation of RFC 4226 §7.4, for time steps.
 * @returns the step of the second code, or null
 */
export function findStepPair(search: StepPairSearch): Step | null {
  assertPresence(search.codeFor);
  const { hmac, key, parameters, centre, pastSteps, futureSteps } = search;
  const [first, second] = search.codes.map((code) => readCode(code, parameters));
  const codeOf = codesOf(hmac, key, parameters);
  let found: Step | null = null;
  for (let step = Math.max(0, centre - pastSteps); step <= centre + futureSteps; step++) {
    if (codeOf(step) === first && codeOf(step + 1) === second) found = (step + 1) as Step;
  }
  return found;
}
