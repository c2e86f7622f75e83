import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counterBytes, totp } from "./hotp.ts";
import { nodeHmac } from "./node.ts";
import { asStep, stepAt, stepStartMs } from "./time-step.ts";

const lastDateMs = 8.64e15;
const times = fc.integer({ min: 0, max: lastDateMs });
const periods = fc.oneof(fc.constantFrom(30, 60), fc.integer({ min: 1, max: 86_400 }));

describe("stepAt", () => {
  it.each([
    // RFC 6238 Appendix B, column "Value of T", with X = 30.
    [59_000, 30, 0x1],
    [1_111_111_109_000, 30, 0x23523ec],
    [1_111_111_111_000, 30, 0x23523ed],
    [1_234_567_890_000, 30, 0x273ef07],
    [2_000_000_000_000, 30, 0x3f940aa],
    [20_000_000_000_000, 30, 0x27bc86aa],
    // RFC 6238 §4.2: 59 seconds are step 1, 60 seconds are step 2.
    [60_000, 30, 2],
  ])("finds the step of RFC 6238 for %i ms and %i s", (timeMs, periodSeconds, step) => {
    expect(stepAt(timeMs, periodSeconds)).toBe(step);
  });

  it.each([
    ["1970-01-01T00:00:00.000Z", 0],
    ["1970-01-01T00:00:59.999Z", 0],
    ["1970-01-01T00:01:00.000Z", 1],
    // The second after which a signed 32-bit time overflows.
    ["2038-01-19T03:14:07.999Z", 35_791_394],
    ["2038-01-19T03:14:08.000Z", 35_791_394],
    ["2038-01-19T03:15:00.000Z", 35_791_395],
    // The same for an unsigned one.
    ["2106-02-07T06:28:15.999Z", 71_582_788],
    ["2106-02-07T06:28:16.000Z", 71_582_788],
    ["2106-02-07T06:29:00.000Z", 71_582_789],
  ])("counts on at %s", (date, step) => {
    expect(stepAt(Date.parse(date), 60)).toBe(step);
  });

  it("gives the one step whose interval holds the moment, exactly, as far as dates go", () => {
    fc.assert(
      fc.property(times, periods, (timeMs, periodSeconds) => {
        expect(BigInt(stepAt(timeMs, periodSeconds))).toBe(BigInt(timeMs) / BigInt(periodSeconds * 1000));
      }),
    );
  });

  it("does not reach the next step in the last millisecond of one", () => {
    fc.assert(
      fc.property(times, periods, (timeMs, periodSeconds) => {
        const startMs = stepStartMs(stepAt(timeMs, periodSeconds), periodSeconds);
        const step = stepAt(startMs, periodSeconds);
        expect(stepAt(startMs + periodSeconds * 1000 - 1, periodSeconds)).toBe(step);
        expect(stepAt(startMs + periodSeconds * 1000, periodSeconds)).toBe(step + 1);
      }),
    );
  });

  it("is an integer for any drift in seconds, and the one that is hashed", () => {
    const drifts = fc.oneof(
      fc.integer({ min: -3600, max: 3600 }),
      fc.double({ min: -3600, max: 3600, noNaN: true, noDefaultInfinity: true }),
    );
    const dates = fc.oneof(
      fc.constantFrom(3_600_000, Date.parse("2038-01-19T03:14:07Z"), Date.parse("2106-02-07T06:28:15Z")),
      fc.integer({ min: 3_600_000, max: lastDateMs - 3_600_000 }),
    );
    fc.assert(
      fc.property(dates, drifts, periods, (nowMs, driftSeconds, periodSeconds) => {
        const timeMs = nowMs + driftSeconds * 1000;
        const step = stepAt(timeMs, periodSeconds);
        expect(Number.isSafeInteger(step)).toBe(true);
        const hashed: Uint8Array[] = [];
        totp(
          (algorithm, key) => (message) => {
            hashed.push(message);
            return nodeHmac(algorithm, key)(message);
          },
          new Uint8Array(20),
          timeMs,
          { algorithm: "SHA-256", digits: 8, periodSeconds },
        );
        expect(hashed).toEqual([counterBytes(step)]);
      }),
    );
  });

  it("refuses what is no moment since 1970", () => {
    for (const timeMs of [-1, -0.001, Number.NaN, Infinity, -Infinity, 2 ** 53]) {
      expect(() => stepAt(timeMs, 60)).toThrow(RangeError);
    }
    for (const timeMs of ["0", null, undefined, 1n, new Date(0)]) {
      expect(() => stepAt(timeMs as unknown as number, 60)).toThrow(TypeError);
    }
  });

  it("refuses what is no period", () => {
    for (const periodSeconds of [0, -60, 0.5, 59.999, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER]) {
      expect(() => stepAt(0, periodSeconds)).toThrow(RangeError);
    }
    for (const periodSeconds of ["60", null, undefined, [60]]) {
      expect(() => stepAt(0, periodSeconds as unknown as number)).toThrow(TypeError);
    }
  });
});

describe("stepStartMs", () => {
  it("is the first moment of the step", () => {
    expect(stepStartMs(asStep(0), 60)).toBe(0);
    expect(stepStartMs(asStep(35_791_395), 60)).toBe(Date.parse("2038-01-19T03:15:00Z"));
  });

  it("has no answer for the step that stands for none yet, nor beyond exact numbers", () => {
    expect(() => stepStartMs(asStep(-1), 60)).toThrow(RangeError);
    expect(() => stepStartMs(asStep(Number.MAX_SAFE_INTEGER), 60)).toThrow(RangeError);
    expect(() => stepStartMs(asStep(0), 0)).toThrow(RangeError);
  });
});

describe("asStep", () => {
  it("takes every integer from -1 up and gives it back", () => {
    for (const value of [-1, 0, 1, Number.MAX_SAFE_INTEGER]) expect(asStep(value)).toBe(value);
  });

  it("refuses everything else", () => {
    for (const value of [-2, 0.5, Number.NaN, Infinity, 2 ** 53]) expect(() => asStep(value)).toThrow(RangeError);
    for (const value of ["1", 1n, null, undefined, [1]])
      expect(() => asStep(value as unknown as number)).toThrow(TypeError);
  });
});
