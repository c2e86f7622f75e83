import { isPresence } from "./code-for.ts";
import type { Presence } from "./code-for.ts";
import { isOtp } from "./codes.ts";
import { codesOf } from "./hotp.ts";
import type { Hmac, OtpParameters } from "./hotp.ts";
import { asStep } from "./time-step.ts";
import type { Step } from "./time-step.ts";

/** Where to look for a code. */
export interface StepSearch {
  /** What the code has to have been made for: a code over data is looked for elsewhere, and never passes here. */
  readonly codeFor: Presence;
  readonly hmac: Hmac;
  readonly key: Uint8Array;
  /** As it was typed, after `isOtp`. A code of another length matches nowhere. */
  readonly code: string;
  readonly parameters: OtpParameters;
  /** The step in which the code is expected. */
  readonly centre: Step;
  /** How many steps before and after it are looked at. Steps before 1970 do not exist and are left out. */
  readonly pastSteps: number;
  readonly futureSteps: number;
  /** A code at or below this step is used; -1 when none is yet. */
  readonly lastStep: Step;
}

/** `used`: the newest step that matches was accepted before, or lies below one that was. */
export type FoundStep = { readonly kind: "fresh" | "used"; readonly step: Step } | { readonly kind: "none" };

/** More on one side than a day of ten-second steps is a slip of the caller's, and would hold everybody up. */
const mostSteps = 8640;

/**
 * Looks for the step that a code belongs to, around `centre`. The newest match above `lastStep` wins, so that equal codes in
 * neighbouring steps never reject a fresh one; a match only at or below it is "used". Newest first, so the first match decides:
 * a code that matches nowhere costs all candidates, and each is compared in constant time.
 * @throws TypeError when it is to be for anything but presence, the code is no string or a step no number; RangeError when a step or a window is out of range
 */
export function findStep({
  codeFor,
  hmac,
  key,
  code,
  parameters,
  centre,
  pastSteps,
  futureSteps,
  lastStep,
}: StepSearch): FoundStep {
  assertPresence(codeFor);
  if (typeof code !== "string") throw new TypeError("A code is a string");
  asStep(centre);
  asStep(lastStep);
  assertWindow(pastSteps);
  assertWindow(futureSteps);
  const codeOf = codesOf(hmac, key, parameters);
  const given = readCode(code, parameters);
  for (let step = centre + futureSteps; step >= Math.max(0, centre - pastSteps); step--) {
    if (codeOf(step) === given) return { kind: step > lastStep ? "fresh" : "used", step: step as Step };
  }
  return { kind: "none" };
}

/** For callers that no compiler checked. */
export function assertPresence(codeFor: Presence): void {
  if (!isPresence(codeFor)) throw new TypeError("A step is looked for with a code of presence");
}

function assertWindow(steps: number): void {
  if (!Number.isInteger(steps) || steps < 0 || steps > mostSteps) {
    throw new RangeError(`A window has 0 to ${mostSteps} steps on either side`);
  }
}

/** Below every code: what is none equals none. */
const noCode = -1;

/**
 * A typed code as the number that it is compared as. Both are below 2³¹, so whether they are equal takes the processor one
 * comparison: how long it takes tells nothing of how far they are alike.
 */
export function readCode(code: string, { digits }: Pick<OtpParameters, "digits">): number {
  return isOtp(code, digits) ? Number(code) : noCode;
}
