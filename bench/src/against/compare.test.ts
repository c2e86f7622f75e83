import { describe, expect, it } from "vitest";
import { spread } from "./compare.ts";

describe("a comparison in turn", () => {
  it("tells the median of the pairs and where the middle half of them lies", () => {
    expect(spread([1.2, 0.9, 1, 1.1, 0.2])).toEqual({ median: 1, lowerQuarter: 0.9, upperQuarter: 1.1 });
  });

  it("of one pair is that pair", () => {
    expect(spread([0.97])).toEqual({ median: 0.97, lowerQuarter: 0.97, upperQuarter: 0.97 });
  });
});
