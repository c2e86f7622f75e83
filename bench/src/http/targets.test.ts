import { describe, expect, it } from "vitest";
import type { Line } from "./summarise.ts";
import { cpuRatio, isMet, ratio, targetsOf } from "./targets.ts";

const line = (id: string, rounds: readonly number[], more: Partial<Line> = {}): Line => ({
  id,
  title: id,
  connections: 64,
  perSecond: rounds[0] ?? 0,
  slowest: 0,
  fastest: 0,
  rounds,
  p50Ms: null,
  p99Ms: null,
  p999Ms: null,
  serverCpuMicros: null,
  serverCpuRounds: null,
  workCpuRounds: null,
  loadCores: null,
  busyCores: null,
  stolen: 0,
  requests: 1,
  ...more,
});

describe("a ratio", () => {
  it("is taken round by round, so that a slow moment of the machine falls on both sides", () => {
    expect(ratio(line("a", [40, 4, 41]), line("b", [100, 10, 100]))).toBeCloseTo(0.4);
  });

  it("is not made of what was not measured, or not in the same rounds", () => {
    expect(ratio(undefined, line("b", [1]))).toBeNull();
    expect(ratio(line("a", [1]), undefined)).toBeNull();
    expect(ratio(line("a", [1]), line("b", [1, 2]))).toBeNull();
  });
});

describe("a target", () => {
  const target = { what: "", bound: "at least", limit: 0.4, unit: "", measured: 0.4 } as const;
  it("is met at its limit, missed beyond it, and neither when it was not measured", () => {
    expect(isMet(target)).toBe(true);
    expect(isMet({ ...target, measured: 0.39 })).toBe(false);
    expect(isMet({ ...target, bound: "at most", measured: 0.39 })).toBe(true);
    expect(isMet({ ...target, measured: null })).toBeNull();
    expect(isMet({ ...target, measured: Number.NaN })).toBeNull();
  });

  it("takes CPU against what it is compared with, and cost the other way round", () => {
    const lines = [
      line("SQLite/right/64", [50], { serverCpuRounds: [120], workCpuRounds: [150] }),
      line("SQLite/replay/64", [40]),
      line("echo/64", [100], { serverCpuRounds: [30], workCpuRounds: [40] }),
    ];
    const measured = targetsOf(lines, [], null).filter((one) => one.measured !== null);
    expect(measured.map(({ what, measured }) => [what, measured])).toEqual([
      ["SQLite: the server's CPU for a right code ÷ bare Fastify echo's for a request", 4],
      ["SQLite: replay ÷ right code, cost", 1.25],
    ]);
  });
});

describe("a ratio of CPU", () => {
  const of = (id: string, ...micros: number[]) => line(id, micros, { workCpuRounds: micros });
  it("is taken round by round against the sum of what it is compared with", () => {
    expect(cpuRatio("workCpuRounds", of("a", 120, 240), of("b", 40, 80), of("c", 60, 120))).toBeCloseTo(1.2);
  });

  it("is not made of what was not measured, or not in the same rounds", () => {
    expect(cpuRatio("workCpuRounds", of("a", 1), line("b", [1]))).toBeNull();
    expect(cpuRatio("workCpuRounds", of("a", 1), undefined)).toBeNull();
    expect(cpuRatio("workCpuRounds", of("a", 1, 2), of("b", 1))).toBeNull();
  });
});
