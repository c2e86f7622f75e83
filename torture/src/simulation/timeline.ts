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

/** A host's clock: true time, with an error of its own and whatever wrong steps are not yet mended. */
export class HostClock {
  readonly #timeline: Timeline;
  #errorMs: number;
  #steps: readonly { readonly ms: number }[] = [];

  constructor(timeline: Timeline, errorMs: number) {
    this.#timeline = timeline;
    this.#errorMs = errorMs;
  }

  nowMs(): number {
    return this.#steps.reduce((atMs, { ms }) => atMs + ms, this.#timeline.nowMs + this.#errorMs);
  }

  /** A step, which the returned function mends, unless `set` has done so. */
  step(ms: number): () => void {
    const step = { ms };
    this.#steps = [...this.#steps, step];
    return () => {
      this.#steps = this.#steps.filter((other) => other !== step);
    };
  }

  /** Another clock, or the same one mended. */
  set(errorMs: number): void {
    this.#errorMs = errorMs;
    this.#steps = [];
  }
}
