import type { HostClock, Timeline } from "./timeline.ts";

/** So far ahead, codes of phones that are right still lie in the window of every token. */
const harmlessMs = 30_000;
/** How long a step ahead stands until it is believed: an hour of the service, shortened with the run. */
const believedAfterMs = 60_000;

/**
 * A node's watch over its own clock, beside one that nobody can set: a step ahead decides nothing until it has stood long enough.
 * One that was believed and is taken back leaves something to undo.
 */
export class ClockWatch {
  readonly #timeline: Timeline;
  readonly #clock: HostClock;
  /** Where the clock stood, against the one that nobody can set, when it was last believed. */
  #believedMs: number;
  #ahead: { readonly sinceMs: number } | null = null;
  #wasAhead = false;

  constructor(timeline: Timeline, clock: HostClock) {
    this.#timeline = timeline;
    this.#clock = clock;
    this.#believedMs = this.#offsetMs();
  }

  /** A new process believes the clock that it finds. */
  restart(): void {
    this.#believedMs = this.#offsetMs();
    this.#ahead = null;
    this.#wasAhead = false;
  }

  /** One look: whether codes may be decided by this clock. */
  mayDecide(): boolean {
    const offsetMs = this.#offsetMs();
    if (offsetMs <= this.#believedMs + harmlessMs) {
      this.#ahead = null;
      return true;
    }
    this.#ahead ??= { sinceMs: this.#timeline.nowMs };
    if (this.#timeline.nowMs < this.#ahead.sinceMs + believedAfterMs) return false;
    this.#ahead = null;
    this.#believedMs = offsetMs;
    this.#wasAhead = true;
    return true;
  }

  /** Told once: a step ahead that was believed is no more. */
  takesBack(): boolean {
    if (!this.#wasAhead || this.#offsetMs() > this.#believedMs - harmlessMs) return false;
    this.#believedMs = this.#offsetMs();
    this.#wasAhead = false;
    return true;
  }

  #offsetMs(): number {
    return this.#clock.nowMs() - this.#timeline.nowMs;
  }
}
