import { describe, expect, it } from "vitest";
import { newHistogram, record } from "../load/latency-histogram.ts";
import { median, summarise } from "./summarise.ts";

const entrant = {
  id: "a/1",
  title: "a",
  connections: 1,
  server: "s",
  measure: () => Promise.reject(new Error("not asked")),
};
const latency = newHistogram();
record(latency, 2);

describe("the summary of rounds", () => {
  it("gives the median rate, all latencies together, and CPU for one request and in cores", () => {
    const cpu = { serverMs: 50, machineMs: 150, loadMs: 20, wholeMs: 100 };
    const sample = (counted: number) => ({ counted, milliseconds: 100, sent: counted, latency, cpu });
    const summary = summarise({ entrant, samples: [sample(10), sample(1000), sample(20)] });
    expect(summary).toMatchObject({ perSecond: 200, slowest: 100, fastest: 10_000, rounds: [100, 10_000, 200] });
    expect(summary).toMatchObject({ loadCores: 0.2, busyCores: 1.5, requests: 1030 });
    expect(summary.serverCpuMicros).toBeCloseTo((150 * 1000) / 1030);
    expect(summary.p99Ms).toBeCloseTo(2, 1);
  });

  it("says nothing about what was not measured", () => {
    const summary = summarise({
      entrant,
      samples: [{ counted: 1, milliseconds: 1, sent: 1, latency: null, cpu: null }],
    });
    expect(summary).toMatchObject({ p99Ms: null, serverCpuMicros: null, loadCores: null });
  });

  it("takes the middle of an even number of rounds", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
