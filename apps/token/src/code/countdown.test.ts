import { stepAt } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { isChangingSoon, secondsLeft, stepToSitOut } from "./countdown.ts";

const minute = 1_795_953_600_000;

describe("the countdown", () => {
  it("runs from the whole period to 1 and never shows 0", () => {
    expect(secondsLeft(minute, 60)).toBe(60);
    expect(secondsLeft(minute + 1, 60)).toBe(60);
    expect(secondsLeft(minute + 1_000, 60)).toBe(59);
    expect(secondsLeft(minute + 59_999, 60)).toBe(1);
    expect(secondsLeft(minute + 60_000, 60)).toBe(60);
    expect(secondsLeft(minute + 30_000, 30)).toBe(30);
  });

  it("says for the last ten seconds that the code is about to change", () => {
    expect([11, 10, 1].map(isChangingSoon)).toEqual([false, true, true]);
  });

  it("sits a code out that comes into sight with five seconds left or less", () => {
    expect(stepToSitOut(minute + 54_999, 60)).toBeNull();
    expect(stepToSitOut(minute + 55_000, 60)).toBe(stepAt(minute, 60));
    expect(stepToSitOut(minute + 59_999, 60)).toBe(stepAt(minute, 60));
    expect(stepToSitOut(minute + 60_000, 60)).toBeNull();
  });
});
