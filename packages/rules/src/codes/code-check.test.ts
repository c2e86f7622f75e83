import { describe, expect, it } from "vitest";
import { confirm } from "../acts/confirm.ts";
import { resync } from "../acts/resync.ts";
import { verify } from "../acts/verify.ts";
import { ClockApart } from "./fence.ts";
import { Throttled } from "../guessing/guess-watch.ts";
import { activated, codeAt, contextAt, inUse, minute, startMs, wrongCodeAt } from "../sample-journey.ts";

const now = startMs + 10 * minute;

describe("while codes are stopped for everybody", () => {
  it.each([new Throttled(30), new ClockApart("the clock went back")])(
    "neither a right nor a wrong code is told, by no act that compares one: %s",
    (codesStopped) => {
      const context = { ...contextAt(now), codesStopped };
      for (const otp of [codeAt(now), wrongCodeAt(now)]) {
        expect(() => verify(inUse(), { otp, purpose: "login", reference: null }, context)).toThrow(codesStopped);
        expect(() => confirm(activated(), { otp }, context)).toThrow(codesStopped);
        expect(() => resync(inUse(), { otps: [codeAt(now - minute), otp] }, context)).toThrow(codesStopped);
      }
    },
  );

  it("whoever is let through again is decided as ever", () => {
    const context = { ...contextAt(now), codesStopped: null };
    expect(verify(inUse(), { otp: codeAt(now), purpose: "login", reference: null }, context).outcome.ok).toBe(true);
  });
});
