/** Number of the interval since the Unix epoch (RFC 6238 §4.2: T). -1 stands for "none yet". */
export type Step = number & { readonly __brand: "Step" };

/** @throws RangeError when it is no integer, or below -1 */
export function asStep(value: number): Step {
  if (typeof value !== "number") throw new TypeError("A step is a number");
  if (!Number.isSafeInteger(value) || value < -1) throw new RangeError("A step is an integer from -1 up");
  return value as Step;
}

/** The step that holds a moment. `timeMs`: milliseconds since the Unix epoch, 0 or more. RFC 6238 §4.2 with T0 = 0. */
export function stepAt(timeMs: number, periodSeconds: number): Step {
  assertTime(timeMs);
  assertPeriod(periodSeconds);
  return Math.floor(timeMs / 1000 / periodSeconds) as Step;
}

/** The first millisecond of a step. */
export function stepStartMs(step: Step, periodSeconds: number): number {
  assertPeriod(periodSeconds);
  return step * periodSeconds * 1000;
}

function assertTime(timeMs: number): void {
  if (typeof timeMs !== "number") throw new TypeError("A time is a number of milliseconds");
  if (!Number.isFinite(timeMs) || timeMs < 0) throw new RangeError("A time is 0 or more milliseconds since 1970");
}

function assertPeriod(periodSeconds: number): void {
  if (typeof periodSeconds !== "number") throw new TypeError("A period is a number of seconds");
  if (!Number.isSafeInteger(periodSeconds) || periodSeconds < 1) {
    throw new RangeError("A period is a whole number of seconds, 1 or more");
  }
}
