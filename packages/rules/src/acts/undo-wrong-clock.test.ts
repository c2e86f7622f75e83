import { describe, expect, it } from "vitest";
import {
  contextAt,
  eventKinds,
  grown,
  hour,
  inUse,
  locked,
  minute,
  paused,
  refusalOf,
  startMs,
  theToken,
} from "../sample-journey.ts";
import type { CustomerState } from "../customer.ts";
import { statusAt, type Token } from "../token.ts";
import { undoWrongClock } from "./undo-wrong-clock.ts";

const now = startMs + minute;
const context = contextAt(now);
const { policy } = context;

describe("what a clock that was ahead has done to a token", () => {
  it("is undone: a pause that lasts longer than any may, and the counts that led to it", () => {
    // Two hours ahead, five right codes were wrong.
    const state = paused(inUse(), now + 2 * hour);
    const decision = undoWrongClock(state, {}, context);
    const token = theToken(grown(state, decision));
    expect(statusAt(token, now)).toBe("inUse");
    expect(token).toMatchObject({ wrongInARow: 0, pausesInARow: 0, pausedUntilMs: null, wrongSinceConfirm: 0 });
    expect(eventKinds(decision)).toEqual(["token.unlocked"]);
    expect(decision.events[0]?.detail).toEqual({ reason: "clock" });
  });

  it("is undone: a lock of a moment that is still to come", () => {
    const state = locked(inUse(), now + 2 * hour);
    expect(statusAt(theToken(grown(state, undoWrongClock(state, {}, context))), now)).toBe("inUse");
  });

  it("is nothing where the stop is one that a right clock makes: a guesser is let off nothing", () => {
    expect(refusalOf(undoWrongClock(inUse(), {}, context))).toEqual({ code: "notStopped" });
    expect(refusalOf(undoWrongClock(paused(inUse(), now), {}, context))).toEqual({ code: "notStopped" });
    expect(refusalOf(undoWrongClock(locked(inUse(), now), {}, contextAt(now + 2 * hour)))).toEqual({
      code: "notStopped",
    });
  });

  it("is no more than the row that led to the stop: whatever was counted before it stays counted", () => {
    const state = withToken(paused(inUse(), now + 2 * hour), { wrongSinceConfirm: 42 });
    const row = theToken(state).pausesInARow * policy.wrongCodesUntilPause;
    expect(theToken(grown(state, undoWrongClock(state, {}, context))).wrongSinceConfirm).toBe(42 - row);
    // A pause for replays: right codes, of which none was counted as wrong.
    const replayed = withToken(state, { pausesInARow: 0, wrongInARow: 0 });
    expect(theToken(grown(replayed, undoWrongClock(replayed, {}, context))).wrongSinceConfirm).toBe(42);
  });

  it("is nothing of a token that has ended, and lifts no stop by a person", () => {
    const ended = withToken(paused(inUse(), now + 2 * hour), { life: "revoked", key: null });
    expect(refusalOf(undoWrongClock(ended, {}, context))).toEqual({ code: "notStopped" });
    const stopped = withToken(paused(inUse(), now + 2 * hour), { suspendedAtMs: now });
    expect(statusAt(theToken(grown(stopped, undoWrongClock(stopped, {}, context))), now)).toBe("suspended");
  });
});

function withToken(state: CustomerState, token: Partial<Token>): CustomerState {
  return { ...state, tokens: state.tokens.map((one) => ({ ...one, ...token })) };
}
