import { describe, expect, it } from "vitest";
import { otpProblemText } from "./otp-problem-text.ts";

const problem = { code: "used", count: 8, triesLeft: null, untilMs: null } as const;

describe("a code that was used already", () => {
  it("is told with the time after which this token shows another one", () => {
    expect(otpProblemText(problem, { digits: 8, periodSeconds: 60 }, "ja")).toContain("最大60秒");
    // A token that was taken over from elsewhere may change twice as often.
    expect(otpProblemText(problem, { digits: 6, periodSeconds: 30 }, "ja")).toContain("最大30秒");
    expect(otpProblemText(problem, { digits: 6, periodSeconds: 30 }, "en")).toContain("30 seconds at most");
  });
});
