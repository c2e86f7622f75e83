import { describe, expect, it } from "vitest";
import { Progress, progressLine } from "./progress.ts";

function told(isTerminal: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const progress = new Progress({ isTerminal, write: (text) => written.push(text) }, () => nowMs);
  return {
    written,
    at: (ms: number, done: number, doing = "taking over") => {
      nowMs = ms;
      progress.show({ doing, done, of: 1000, fraction: done / 1000 });
    },
    progress,
  };
}

describe("progress", () => {
  it("tells how far it is, how fast it goes and how long it will take", () => {
    const stand = { doing: "taking over", done: 250_000, of: 1_000_000, fraction: 0.25 };
    expect(progressLine(stand, 200_000, 20_000)).toBe("taking over  25 %  250,000 of 1,000,000  10,000/s  1:15 left");
    expect(progressLine({ ...stand, doing: "checking", of: null }, 250_000, 1_800_000)).toBe(
      "checking  25 %  250,000  139/s  1:30:00 left",
    );
  });

  it("promises no time before anything is done", () => {
    expect(progressLine({ doing: "checking", done: 0, of: null, fraction: 0 }, 0, 0)).toBe("checking  0 %  0  0/s");
  });

  it("is a bar that moves on a terminal, ten times a second at most, and leaves nothing behind", () => {
    const { written, at, progress } = told(true);
    at(0, 0);
    at(50, 100);
    at(100, 500);
    progress.clear();
    progress.clear();
    expect(written).toHaveLength(3);
    expect(written[1]).toContain("[############............]  taking over  50 %");
    expect(written.at(-1)).toBe("\r\u001b[2K");
  });

  it("is a line every five seconds in a pipe, and none for what is done at once", () => {
    const { written, at, progress } = told(false);
    at(0, 0);
    at(4_999, 400);
    at(5_000, 500);
    at(6_000, 600);
    progress.clear();
    expect(written).toEqual(["taking over  50 %  500 of 1,000  100/s  0:05 left\n"]);
  });

  it("counts the speed of each stage by itself", () => {
    const { written, at } = told(false);
    at(0, 0, "checking");
    at(10_000, 1000, "checking");
    at(10_000, 500, "taking over");
    at(15_000, 600, "taking over");
    expect(written.at(-1)).toBe("taking over  60 %  600 of 1,000  20/s  0:20 left\n");
  });
});
