import { describe, expect, it } from "vitest";
import { makeAppClock, type ClockParts } from "./app-clock.ts";
import type { ClockCorrection } from "./correction.ts";

const noon = 1_795_953_600_000;

/** A phone whose clocks the test turns by hand. */
function phone(correction: ClockCorrection | null = null) {
  const hands = { wallMs: noon, monotonicMs: 0, visible: true, serviceMs: noon as number | undefined };
  const kept: (ClockCorrection | null)[] = [];
  const parts: ClockParts = {
    readPhoneMs: () => hands.wallMs,
    readMonotonicMs: () => hands.monotonicMs,
    isVisible: () => hands.visible,
    serviceTimeMs: async () => hands.serviceMs,
    keepCorrection: (value) => kept.push(value),
    correction,
  };
  const pass = (ms: number): void => {
    hands.wallMs += ms;
    hands.monotonicMs += ms;
    if (hands.serviceMs !== undefined) hands.serviceMs += ms;
  };
  return { hands, kept, pass, clock: makeAppClock(parts) };
}

describe("the app's clock", () => {
  it("is the phone's own, read anew each time", () => {
    const { clock, pass } = phone();
    expect(clock.nowMs()).toBe(noon);
    pass(61_000);
    expect(clock.nowMs()).toBe(noon + 61_000);
  });

  it("measures how far the phone is behind the service", async () => {
    const { clock, hands } = phone();
    hands.serviceMs = noon + 180_000;
    await clock.measure();
    expect(clock.state()).toEqual({ offsetMs: 180_000, correction: null });
    expect(clock.nowMs()).toBe(noon);
  });

  it("knows the service's time once it was measured, whether it corrects or not, until the phone's clock is set", async () => {
    const { clock, hands, pass } = phone();
    expect(clock.serviceNowMs()).toBeNull();
    hands.serviceMs = noon + 180_000;
    await clock.measure();
    clock.correct();
    pass(1_000);
    expect(clock.serviceNowMs()).toBe(noon + 181_000);
    clock.look();
    hands.serviceMs = undefined;
    hands.wallMs -= 60_000;
    clock.look();
    expect(clock.serviceNowMs()).toBeNull();
  });

  it("corrects only when the customer chose so, and stops when asked", async () => {
    const { clock, hands, pass } = phone();
    hands.serviceMs = noon + 180_000;
    await clock.measure();
    clock.correct();
    expect(clock.nowMs()).toBe(noon + 180_000);
    pass(10_000);
    expect(clock.nowMs()).toBe(noon + 190_000);
    clock.stopCorrecting();
    expect(clock.nowMs()).toBe(noon + 10_000);
  });

  it("corrects nothing before the offset is known", () => {
    const { clock } = phone();
    clock.correct();
    expect(clock.state().correction).toBeNull();
  });

  it("drops the correction when the phone's clock is set right while in sight", async () => {
    const { clock, hands, pass, kept } = phone();
    hands.serviceMs = noon + 180_000;
    await clock.measure();
    clock.correct();
    pass(1_000);
    hands.wallMs += 180_000;
    clock.look();
    expect(clock.nowMs()).toBe(hands.wallMs);
    await Promise.resolve();
    expect(kept.at(-1)).toBeNull();
  });

  it("drops the correction when the clock went back while the app was asleep", async () => {
    const { clock, hands } = phone();
    hands.serviceMs = noon - 180_000;
    await clock.measure();
    clock.correct();
    hands.visible = false;
    clock.look();
    hands.wallMs -= 180_000;
    clock.look();
    expect(clock.state().correction).toBeNull();
  });

  it("does not take sleep for a changed clock", async () => {
    const { clock, hands } = phone();
    hands.serviceMs = noon + 180_000;
    await clock.measure();
    clock.correct();
    hands.visible = false;
    clock.look();
    hands.wallMs += 3_600_000;
    hands.visible = true;
    clock.look();
    expect(clock.state().correction).not.toBeNull();
  });

  it("drops the correction when a new measurement says the phone is right again", async () => {
    const { clock, hands } = phone({ offsetMs: 180_000, measuredAtMs: noon - 60_000, lastSeenMs: noon - 30_000 });
    expect(clock.nowMs()).toBe(noon + 180_000);
    hands.serviceMs = noon + 3_000;
    await clock.measure();
    expect(clock.nowMs()).toBe(noon);
  });

  it("follows a changed offset while it corrects", async () => {
    const { clock, hands } = phone({ offsetMs: 180_000, measuredAtMs: noon - 60_000, lastSeenMs: noon - 30_000 });
    hands.serviceMs = noon + 240_000;
    await clock.measure();
    expect(clock.nowMs()).toBe(noon + 240_000);
  });

  it("forgets a kept correction when the phone's clock has gone back since the app was last open", () => {
    const { clock, kept } = phone({ offsetMs: -180_000, measuredAtMs: noon, lastSeenMs: noon + 170_000 });
    expect(clock.nowMs()).toBe(noon);
    expect(kept).toEqual([null]);
  });

  it("keeps what it knows when the service cannot be reached", async () => {
    const { clock, hands } = phone({ offsetMs: 180_000, measuredAtMs: noon - 60_000, lastSeenMs: noon - 30_000 });
    hands.serviceMs = undefined;
    await clock.measure();
    expect(clock.nowMs()).toBe(noon + 180_000);
  });

  it("remembers from time to time when it was last seen", () => {
    const { clock, kept, pass } = phone({ offsetMs: 180_000, measuredAtMs: noon, lastSeenMs: noon });
    pass(10_000);
    clock.look();
    expect(kept).toEqual([]);
    pass(25_000);
    clock.look();
    expect(kept).toEqual([{ offsetMs: 180_000, measuredAtMs: noon, lastSeenMs: noon + 35_000 }]);
  });
});
