import { describe, expect, it } from "vitest";
import { isTolerated, offsetInWords, offsetMsOf } from "./offset.ts";

describe("the offset of the phone's clock", () => {
  it("is measured from the middle of question and answer", () => {
    expect(offsetMsOf({ sentMs: 1_000, receivedMs: 1_400, serviceMs: 61_200 })).toBe(60_000);
    expect(offsetMsOf({ sentMs: 61_000, receivedMs: 61_400, serviceMs: 1_200 })).toBe(-60_000);
  });

  it("is nobody's trouble up to 20 seconds", () => {
    expect([0, 20_000, -20_000].map(isTolerated)).toEqual([true, true, true]);
    expect([20_001, -20_001].map(isTolerated)).toEqual([false, false]);
  });

  it("is told in the unit a person would use", () => {
    expect(offsetInWords(25_400)).toEqual({ direction: "slow", amount: 25, unit: "seconds" });
    expect(offsetInWords(-185_000)).toEqual({ direction: "fast", amount: 3, unit: "minutes" });
    expect(offsetInWords(59_700)).toEqual({ direction: "slow", amount: 1, unit: "minutes" });
    expect(offsetInWords(9 * 3_600_000)).toEqual({ direction: "slow", amount: 9, unit: "hours" });
    expect(offsetInWords(-3 * 86_400_000)).toEqual({ direction: "fast", amount: 3, unit: "days" });
  });
});
