import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LastLines } from "./last-lines.ts";
import { makeProgress } from "./progress.ts";

let written: string[];

beforeEach(() => {
  written = [];
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

function target(isTTY: boolean) {
  return { isTTY, write: (text: string) => written.push(text) };
}

describe("what is waited for", () => {
  it("is said in a pipe when the waiting begins, and again ever more rarely as long as it lasts", () => {
    const waiting = makeProgress(target(false)).waitFor("the service");
    expect(written).toEqual(["  … the service\n"]);
    vi.advanceTimersByTime(9000);
    expect(written).toHaveLength(1);
    vi.advanceTimersByTime(71_000);
    expect(written.slice(1)).toEqual([10, 20, 40, 80].map((seconds) => `  … the service  ${seconds} s\n`));
    waiting.end();
    vi.advanceTimersByTime(600_000);
    expect(written).toHaveLength(5);
  });

  it("is said on a terminal in one line that counts the seconds and goes when it is over", () => {
    const waiting = makeProgress(target(true)).waitFor("the service");
    vi.advanceTimersByTime(3000);
    expect(written.at(-1)).toBe("\r\u001B[K  … the service  3 s");
    waiting.end();
    expect(written.at(-1)).toBe("\r\u001B[K");
    expect(written.join("")).not.toContain("\n");
  });

  it("is no longer said when the work has failed", async () => {
    const failing = makeProgress(target(false)).during("it", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    vi.advanceTimersByTime(60_000);
    expect(written).toHaveLength(1);
  });
});

describe("the last lines of a part", () => {
  it("are the end of what it said, however it came in pieces", () => {
    const lines = new LastLines();
    for (let line = 1; line <= 50; line += 1) for (const piece of [`line `, `${line}\n`]) lines.add(Buffer.from(piece));
    const said = String(lines).split("\n");
    expect(said[0]).toBe("    line 31");
    expect(said.at(-2)).toBe("    line 50");
  });

  it("are nothing when it said nothing", () => {
    expect(String(new LastLines())).toBe("");
  });
});
