import { describe, expect, it } from "vitest";
import { nextAttemptAtMs } from "./mail-attempts.ts";

const dayMs = 24 * 60 * 60 * 1000;

describe("a mail that could not be sent", () => {
  it("is tried again within seconds first, then ever less often, for a day and no longer", () => {
    let nowMs = 0;
    const times: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const next = nextAttemptAtMs(0, attempts, nowMs);
      if (next === null) break;
      times.push(next);
      nowMs = next;
    }
    expect(times[0]).toBeLessThanOrEqual(10_000);
    const waits = times.map((time, index) => time - (times[index - 1] ?? 0));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(dayMs);
    expect(times.at(-1)).toBeGreaterThan(dayMs - 2 * 60 * 60 * 1000);
    expect(times.length).toBeLessThan(50);
  });
});
