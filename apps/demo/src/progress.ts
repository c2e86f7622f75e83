import process from "node:process";

/** Where the progress is written: standard error, which also goes into a pipe or a file. */
export interface ProgressTarget {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** One thing that is waited for. */
export interface Waiting {
  end(): void;
}

export interface Progress {
  /** Says what is waited for until `end`: on a terminal with the seconds, elsewhere in a line now and then. */
  waitFor(what: string): Waiting;
  /** Runs a piece of work and says meanwhile what it is. */
  during<Value>(what: string, work: () => Promise<Value>): Promise<Value>;
}

/** In a pipe a line is written when the waiting begins, and again after 10, 20, 40 … seconds. */
const firstReminderSeconds = 10;
const clearLine = "\r\u001B[K";

/** @param everyMs how often the terminal's line is written anew */
export function makeProgress(target: ProgressTarget = process.stderr, everyMs = 1000): Progress {
  const waitFor = (what: string): Waiting => {
    const beganAt = performance.now();
    const seconds = () => Math.floor((performance.now() - beganAt) / 1000);
    let remindAt = firstReminderSeconds;
    const onTerminal = () => target.write(`${clearLine}  … ${what}${seconds() > 1 ? `  ${seconds()} s` : ""}`);
    const inPipe = () => {
      if (seconds() < remindAt) return;
      target.write(`  … ${what}  ${seconds()} s\n`);
      remindAt *= 2;
    };
    if (target.isTTY === true) onTerminal();
    else target.write(`  … ${what}\n`);
    const timer = setInterval(target.isTTY === true ? onTerminal : inPipe, everyMs);
    timer.unref();
    return {
      end() {
        clearInterval(timer);
        if (target.isTTY === true) target.write(clearLine);
      },
    };
  };
  return {
    waitFor,
    async during(what, work) {
      const waiting = waitFor(what);
      try {
        return await work();
      } finally {
        waiting.end();
      }
    },
  };
}
