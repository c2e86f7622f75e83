import { stepAt, stepStartMs, type Step } from "@warifu/otp";

const changingSoonSeconds = 10;
const tooLateSeconds = 5;

/** Whole seconds until the code changes, 1 to the period. */
export function secondsLeft(nowMs: number, periodSeconds: number): number {
  const endMs = stepStartMs(stepAt(nowMs, periodSeconds), periodSeconds) + periodSeconds * 1000;
  return Math.ceil((endMs - nowMs) / 1000);
}

export function isChangingSoon(seconds: number): boolean {
  return seconds <= changingSoonSeconds;
}

/**
 * Whether a code that comes into sight now should rather be awaited: with 5 seconds left nobody can type eight digits.
 * Answers the time step that is not worth showing, or null.
 */
export function stepToSitOut(nowMs: number, periodSeconds: number): Step | null {
  return secondsLeft(nowMs, periodSeconds) <= tooLateSeconds ? stepAt(nowMs, periodSeconds) : null;
}
