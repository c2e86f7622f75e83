/** Where progress is told: standard error, so that the answer alone stands on standard output. */
export interface ProgressSink {
  /** Whether lines can be written over. */
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** How far work has come. */
export interface Stand {
  /** E.g. "checking". */
  readonly doing: string;
  readonly done: number;
  /** Where it is known. */
  readonly of: number | null;
  /** Of the whole, 0 to 1. */
  readonly fraction: number;
}

const terminalEveryMs = 100;
const plainEveryMs = 5_000;
const barCells = 24;

/** Tells of work how far it is, how fast it goes and how long it will take: a bar that moves, or a line every five seconds. */
export class Progress {
  readonly #sink: ProgressSink;
  readonly #nowMs: () => number;
  #doing = "";
  #beganMs = 0;
  #begunAt = 0;
  #toldMs = -Infinity;
  #isBarShown = false;

  constructor(sink: ProgressSink, nowMs: () => number) {
    this.#sink = sink;
    this.#nowMs = nowMs;
  }

  show(stand: Stand): void {
    const nowMs = this.#nowMs();
    if (stand.doing !== this.#doing) {
      this.clear();
      this.#doing = stand.doing;
      this.#beganMs = nowMs;
      this.#begunAt = stand.done;
      // In a pipe nothing is told of what is done at once.
      this.#toldMs = this.#sink.isTerminal ? -Infinity : nowMs;
    }
    if (nowMs - this.#toldMs < (this.#sink.isTerminal ? terminalEveryMs : plainEveryMs)) return;
    this.#toldMs = nowMs;
    const line = progressLine(stand, stand.done - this.#begunAt, nowMs - this.#beganMs);
    this.#sink.write(this.#sink.isTerminal ? `\r\u001b[2K${bar(stand.fraction)}  ${line}` : `${line}\n`);
    this.#isBarShown = this.#sink.isTerminal;
  }

  /** Takes the bar away, so that something else can be written. */
  clear(): void {
    if (this.#isBarShown) this.#sink.write("\r\u001b[2K");
    this.#isBarShown = false;
  }
}

/** @param doneSince in these milliseconds */
export function progressLine({ doing, done, of, fraction }: Stand, doneSince: number, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? (doneSince * 1000) / elapsedMs : 0;
  const leftMs = fraction > 0 && rate > 0 ? (elapsedMs * (1 - fraction)) / fraction : null;
  const left = of === null ? leftMs : rate > 0 ? ((of - done) * 1000) / rate : null;
  return [
    doing,
    `${Math.floor(100 * fraction)} %`,
    of === null ? count(done) : `${count(done)} of ${count(of)}`,
    `${count(Math.round(rate))}/s`,
    ...(left === null ? [] : [`${clock(left)} left`]),
  ].join("  ");
}

function bar(fraction: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * barCells);
  return `[${"#".repeat(filled)}${".".repeat(barCells - filled)}]`;
}

export function count(number: number): string {
  return number.toLocaleString("en");
}

/** 75 s: 1:15. An hour and more: 1:01:15. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
