import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge, newHistogram, percentile, record } from "./latency-histogram.ts";

const histogramOf = (durations: readonly number[]) => {
  const histogram = newHistogram();
  for (const duration of durations) record(histogram, duration);
  return histogram;
};

describe("a latency histogram", () => {
  it("tells a percentile never too small and at most 1.6 % and a microsecond too large", () => {
    const duration = fc.double({ min: 0, max: 60_000, noNaN: true });
    const share = fc.constantFrom(0.001, 0.5, 0.9, 0.99, 0.999, 1);
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), share, (durations, wanted) => {
        const sorted = durations.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(sorted.length * wanted)) - 1] ?? Number.NaN;
        const told = percentile(histogramOf(durations), wanted);
        expect(told).toBeGreaterThanOrEqual(exact - 0.0005);
        expect(told).toBeLessThanOrEqual(exact * (1 + 1 / 64) + 0.001);
      }),
    );
  });

  it("of several rounds together is that of all durations", () => {
    const rounds = [
      [1, 2, 3],
      [0.01, 500, 7],
    ];
    expect(merge(rounds.map(histogramOf))).toEqual(histogramOf(rounds.flat()));
  });

  it("tells nothing when nothing was recorded", () => {
    expect(percentile(newHistogram(), 0.5)).toBeNaN();
  });

  it("counts what is below zero or beyond half an hour as the nearest it can tell", () => {
    expect(percentile(histogramOf([-5]), 1)).toBe(0);
    expect(percentile(histogramOf([1e9]), 1)).toBeCloseTo((2 ** 31 - 1) / 1000, 0);
  });
});
