import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countWrongCodes, quietWatch, throttledForSeconds, Throttled } from "./guess-watch.ts";
import type { GuessWatch } from "./guess-watch.ts";
import { defaultPolicy } from "../policy.ts";

const startMs = Date.UTC(2026, 10, 22, 5, 53, 20);
const limits = { wrongCodesPerMinuteAlarm: 30, wrongCodesPerMinuteThrottle: 300 };

/** Evenly, so many wrong codes a minute for so many minutes; what a throttled service does not compare is not counted. */
function attack(perMinute: number, minutes: number, from: GuessWatch = quietWatch, fromMs = startMs) {
  let watch = from;
  const noticed: number[] = [];
  let compared = 0;
  const atOnce = Math.ceil(perMinute / 600);
  for (let at = 0; at < minutes * 60_000; at += (60_000 * atOnce) / perMinute) {
    const nowMs = fromMs + Math.floor(at);
    if (throttledForSeconds(watch, nowMs, limits) > 0) continue;
    const counted = countWrongCodes(watch, nowMs, atOnce, limits);
    watch = counted.watch;
    compared += atOnce;
    if (counted.noticed !== null) noticed.push(nowMs - fromMs);
  }
  return { watch, noticed, compared };
}

describe("the watch over an institution's wrong codes", () => {
  it("stays quiet below the alarm, however long it lasts", () => {
    expect(attack(27, 60).noticed).toEqual([]);
  });

  it("tells somebody once the alarm is crossed, and again after five minutes at the earliest", () => {
    const { noticed } = attack(60, 21);
    expect(noticed.length).toBe(5);
    expect(noticed[0]).toBeLessThan(60_000);
    for (const [index, at] of noticed.entries()) {
      if (index > 0) expect(at - (noticed[index - 1] ?? 0)).toBeGreaterThanOrEqual(5 * 60_000);
    }
  });

  it("closes at the throttle, says for how long, and is open again by then", () => {
    const { watch } = countWrongCodes(quietWatch, startMs, 300, limits);
    expect(throttledForSeconds(watch, startMs, limits)).toBe(60);
    expect(throttledForSeconds(watch, startMs + 59_999, limits)).toBeGreaterThan(0);
    expect(throttledForSeconds(watch, startMs + 61_000, limits)).toBe(0);
  });

  it("lets a flood guess hardly more often than the throttle says", () => {
    const { compared } = attack(60_000, 30);
    expect(compared).toBeLessThanOrEqual(300 * 31 + 100 * 30);
    expect(compared).toBeGreaterThan(300 * 20);
  });

  it("is noticed at the throttle even where the alarm was set above it", () => {
    const upsideDown = { wrongCodesPerMinuteAlarm: 1000, wrongCodesPerMinuteThrottle: 10 };
    expect(countWrongCodes(quietWatch, startMs, 10, upsideDown).noticed).toBe(10);
  });

  it("forgets after two quiet minutes, and nothing when the clock goes back", () => {
    const { watch } = countWrongCodes(quietWatch, startMs, 1000, limits);
    expect(throttledForSeconds(watch, startMs - 24 * 3_600_000, limits)).toBeGreaterThan(0);
    expect(throttledForSeconds(watch, startMs + 120_000, limits)).toBe(0);
    expect(countWrongCodes(watch, startMs + 120_000, 1, limits).watch).toMatchObject({ thisMinute: 1, lastMinute: 0 });
  });

  it("is open when the told time is over, whatever came before (property)", () => {
    const bursts = fc.array(fc.record({ afterMs: fc.nat(90_000), wrongCodes: fc.nat(2_000) }), { maxLength: 20 });
    fc.assert(
      fc.property(bursts, (all) => {
        let watch = quietWatch;
        let nowMs = startMs;
        for (const { afterMs, wrongCodes } of all) {
          nowMs += afterMs;
          watch = countWrongCodes(watch, nowMs, wrongCodes, limits).watch;
          const seconds = throttledForSeconds(watch, nowMs, limits);
          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeLessThanOrEqual(120);
          expect(throttledForSeconds(watch, nowMs + seconds * 1000 + 1, limits)).toBe(0);
        }
      }),
    );
  });

  it("has standards that a busy morning with two wrong codes in a hundred does not reach", () => {
    // A hundred verifications a second.
    const counted = countWrongCodes(quietWatch, startMs, 120, defaultPolicy);
    expect(counted.noticed).toBeNull();
    expect(throttledForSeconds(counted.watch, startMs, defaultPolicy)).toBe(0);
  });
});

describe("Throttled", () => {
  it("says when to come back", () => {
    expect(new Throttled(7).retryAfterSeconds).toBe(7);
  });
});
