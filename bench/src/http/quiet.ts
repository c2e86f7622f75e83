import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { machineBusyMs, machineStolenMs } from "../load/process-figures.ts";

const lookMs = 250;
/** Longer than SQLite's store waits after the last code before it settles its journal. */
const looksAfterPuttingOff = 6;
const mostLooks = 80;
/** Of one core. */
const atRest = 0.1;

/**
 * Waits until the machine has had next to nothing to do for a while: what a server still does after its window must not fall on
 * somebody else's. After a longer while it goes on all the same.
 * @param putsOff whether the last one comes back to something after a second without requests
 */
export async function rest(
  putsOff: boolean,
  busyMs: () => number | null = machineBusyMs,
  look: () => Promise<unknown> = () => pause(lookMs),
): Promise<void> {
  const quietLooks = putsOff ? looksAfterPuttingOff : 1;
  let quiet = 0;
  for (let looks = 0; looks < mostLooks && quiet < quietLooks; looks += 1) {
    const before = busyMs() ?? 0;
    await look();
    const isQuiet = ((busyMs() ?? 0) - before) / lookMs < atRest;
    quiet = isQuiet ? quiet + 1 : 0;
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
