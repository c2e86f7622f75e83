import type { ClockNews } from "../telemetry/metrics.ts";

/** What one process knows about its clock. Times in milliseconds; `offsetMs` is the wall clock minus the monotonic one. */
export interface ClockState {
  /** The newest moment that has been, as far as this service has seen. */
  readonly newestMs: number;
  readonly offsetMs: number;
  /** Before a step ahead that nobody has confirmed yet: where the clock would stand without it. */
  readonly unstepped: { readonly offsetMs: number; readonly untilMonotonicMs: number } | null;
  /** The clock went back and has not caught up yet. */
  readonly isBehind: boolean;
}

export type ClockFinding = "steady" | ClockNews;

const hourMs = 60 * 60_000;
/** So far ahead, codes of phones that are right still lie in the window of every token. */
const harmlessMs = 30_000;

export function startClock(wallMs: number, monotonicMs: number, newestSeenMs: number | null): ClockState {
  return { newestMs: newestSeenMs ?? wallMs, offsetMs: wallMs - monotonicMs, unstepped: null, isBehind: false };
}

/**
 * One look at both clocks. A step ahead is believed after an hour: until then the clock may be put right again without anybody
 * being locked out by moments that never were.
 */
export function readClock(
  state: ClockState,
  { wallMs, monotonicMs, toleranceMs }: { wallMs: number; monotonicMs: number; toleranceMs: number },
): { readonly state: ClockState; readonly finding: ClockFinding } {
  const offsetMs = wallMs - monotonicMs;
  const steppedMs = offsetMs - state.offsetMs;
  const next = (changed: Partial<ClockState>, finding: ClockFinding) => ({
    state: { ...state, offsetMs, unstepped, ...changed },
    finding,
  });
  let unstepped = state.unstepped !== null && monotonicMs < state.unstepped.untilMonotonicMs ? state.unstepped : null;

  if (state.isBehind) {
    if (wallMs < state.newestMs) return next({}, "steady");
    return next({ newestMs: wallMs, isBehind: false }, "caughtUp");
  }
  if (wallMs < state.newestMs - toleranceMs) {
    if (unstepped === null || offsetMs < unstepped.offsetMs - toleranceMs) {
      // What was never believed is not waited for.
      return next({ isBehind: true, newestMs: believedMs(state, monotonicMs), unstepped: null }, "back");
    }
    if (offsetMs <= unstepped.offsetMs + toleranceMs) unstepped = null;
    return next({ newestMs: wallMs }, "returned");
  }
  if (steppedMs > toleranceMs) {
    unstepped ??= { offsetMs: state.offsetMs, untilMonotonicMs: monotonicMs + hourMs };
  }
  const isNews = isBeyond(unstepped, offsetMs) && !isBeyond(state.unstepped, state.offsetMs);
  return next({ newestMs: Math.max(state.newestMs, wallMs) }, isNews ? "ahead" : "steady");
}

function isBeyond(unstepped: ClockState["unstepped"], offsetMs: number): boolean {
  return unstepped !== null && offsetMs > unstepped.offsetMs + harmlessMs;
}

/** Whether the clock stands so far ahead of where it should that codes decided by it might be wrong: nobody has believed that step yet. */
export function isUnbelieved(
  { unstepped, offsetMs }: ClockState,
  { wallMs, monotonicMs, toleranceMs }: { wallMs: number; monotonicMs: number; toleranceMs: number },
): boolean {
  const now = wallMs - monotonicMs;
  const isWaiting = unstepped !== null && monotonicMs < unstepped.untilMonotonicMs && isBeyond(unstepped, now);
  // Between two looks: a step that nobody has seen yet.
  return isWaiting || now > offsetMs + Math.max(harmlessMs, toleranceMs);
}

/** Somebody who knows the time has confirmed the step ahead. */
export function believe(state: ClockState): ClockState {
  return { ...state, unstepped: null };
}

/** The newest moment that may be written down for good: without a step ahead that may yet be taken back. */
export function believedMs({ newestMs, unstepped }: ClockState, monotonicMs: number): number {
  return unstepped === null ? newestMs : unstepped.offsetMs + monotonicMs;
}
