/** Number of the interval since the Unix epoch (RFC 6238 §4.2: T). -1 stands for "none yet". */
export type Step = number & { readonly __brand: "Step" };

/**
 * A number that is a step.
 * @throws TypeError when it is no number; RangeError when it is no safe integer from -1 up
 */
export function asStep(value: number): Step {
  assertStep(value);
  return value;
}

/**
 * The step that holds a moment. `timeMs`: milliseconds since the Unix epoch, 0 or more. RFC 6238 §4.2 with T0 = 0.
 * @throws TypeError when an argument is no number; RangeError when the time or the period is out of range
 */
export function stepAt(timeMs: number, periodSeconds: number): Step {
  assertTime(timeMs);
  assertPeriod(periodSeconds);
  // One division of two safe integers: its floor is exact. Dividing twice would round twice, and could reach the next step.
  return Math.floor(Math.floor(timeMs) / (periodSeconds * 1000)) as Step;
}

/**
 * The first millisecond of a step.
 * @throws TypeError when an argument is no number; RangeError for "none yet", which has no start, and for a bad period
 */
export function stepStartMs(step: Step, periodSeconds: number): number {
  assertStep(step);
  assertPeriod(periodSeconds);
  const startMs = step * periodSeconds * 1000;
  if (step < 0 || !Number.isSafeInteger(startMs)) throw new RangeError("A step with a start is 0 or more");
  return startMs;
}

function assertStep(value: unknown): asserts value is Step {
  if (typeof value !== "number") throw new TypeError("A step is a number");
  if (!Number.isSafeInteger(value) || value < -1) throw new RangeError("A step is an integer from -1 up");
}

function assertTime(timeMs: unknown): void {
  if (typeof timeMs !== "number") throw new TypeError("A time is a number of milliseconds");
  // NaN fails both comparisons.
  if (!(timeMs >= 0 && timeMs <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("A time is 0 or more milliseconds since 1970");
  }
}

function assertPeriod(periodSeconds: unknown): void {
  if (typeof periodSeconds !== "number") throw new TypeError("A period is a number of seconds");
  if (!Number.isInteger(periodSeconds) || periodSeconds < 1 || !Number.isSafeInteger(periodSeconds * 1000)) {
    throw new RangeError("A period is a whole number of seconds, 1 or more");
  }
}
