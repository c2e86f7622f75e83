interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

/** Virtual time: whatever happens is an event at a moment, and events of one moment happen in the order they were planned. */
export class Timeline {
  nowMs: number;
  /** Latest first, so that the next one is taken from the end. */
  readonly #due: Due[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  after(delayMs: number, run: () => void): void {
    const due = { atMs: this.nowMs + delayMs, run };
    let low = 0;
    let high = this.#due.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#due[middle]?.atMs ?? 0) > due.atMs) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
  }

  /** Runs everything that is planned up to a moment, and what follows from it. */
  runUntil(endMs: number): void {
    for (let next = this.#due.at(-1); next !== undefined && next.atMs <= endMs; next = this.#due.at(-1)) {
      this.#due.pop();
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = endMs;
  }
}

/** A host's clock: true time and an error, which may drift and step. */
export class HostClock {
  errorMs: number;
  readonly #timeline: Timeline;

  constructor(timeline: Timeline, errorMs: number) {
    this.#timeline = timeline;
    this.errorMs = errorMs;
  }

  nowMs(): number {
    return this.#timeline.nowMs + this.errorMs;
  }
}
