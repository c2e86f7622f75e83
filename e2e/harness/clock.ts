import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { BrowserContext } from "playwright-core";

/** The one clock of servers and pages. It stands still until a journey moves it, and it only moves forward. */
export interface JourneyClock {
  nowMs(): number;
  /** Moves every process and every open page on by so many seconds. */
  advance(seconds: number): Promise<void>;
  /** Makes the pages of a new context follow. */
  follow(context: BrowserContext): Promise<void>;
}

/** Twenty seconds into a time step: far enough from both of its ends. */
export function firstMomentMs(realNowMs: number): number {
  return Math.ceil(realNowMs / 60_000) * 60_000 + 20_000;
}

export function writeClockFile(file: string, timeMs: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(timeMs);
  const descriptor = openSync(file, "w", 0o600);
  writeSync(descriptor, bytes, 0, 8, 0);
  closeSync(descriptor);
}

export function openJourneyClock(file: string): JourneyClock {
  const descriptor = openSync(file, "r+");
  const followers = new Set<BrowserContext>();
  const bytes = Buffer.alloc(8);
  readSync(descriptor, bytes, 0, 8, 0);
  let timeMs = bytes.readDoubleLE(0);
  const write = (): void => {
    bytes.writeDoubleLE(timeMs);
    writeSync(descriptor, bytes, 0, 8, 0);
  };
  return {
    nowMs: () => timeMs,
    async advance(seconds) {
      timeMs += seconds * 1000;
      write();
      await Promise.all([...followers].map((context) => context.clock.setFixedTime(timeMs)));
    },
    async follow(context) {
      followers.add(context);
      context.once("close", () => followers.delete(context));
      await context.clock.setFixedTime(timeMs);
    },
  };
}
