import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { machineBusyMs, machineStolenMs } from "../load/process-figures.ts";

const lookMs = 250;
const mostMs = 15_000;
/** Of one core. */
const atRest = 0.1;

/**
 * Waits until the machine has next to nothing to do: what a server still writes after its window must not fall on somebody
 * else's. After a while it goes on all the same.
 */
export async function rest(): Promise<void> {
  const beganAt = performance.now();
  for (let busy = machineBusyMs(); performance.now() - beganAt < mostMs; busy = machineBusyMs()) {
    await pause(lookMs);
    if (((machineBusyMs() ?? 0) - (busy ?? 0)) / lookMs < atRest) return;
  }
}

/** A window in which the host took more than this of the machine away is measured again. */
const mostStolen = 0.02;

/**
 * Measures until the host leaves the machine alone, so often at most; gives the try with the least taken away and how much that
 * was, 0 to 1.
 */
export async function leastDisturbed<Value>(
  measure: () => Promise<Value>,
  mostTries: number,
  stolenMs: () => number | null = machineStolenMs,
  nowMs: () => number = () => performance.now(),
): Promise<{ readonly value: Value; readonly stolen: number }> {
  let best: { readonly value: Value; readonly stolen: number } | null = null;
  for (let tries = 1; ; tries += 1) {
    const before = { stolen: stolenMs() ?? 0, at: nowMs() };
    const value = await measure();
    const stolen = ((stolenMs() ?? 0) - before.stolen) / ((nowMs() - before.at) * availableParallelism());
    if (best === null || stolen < best.stolen) best = { value, stolen };
    if (best.stolen <= mostStolen || tries >= mostTries) return best;
  }
}
