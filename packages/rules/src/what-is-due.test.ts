import { describe, expect, it } from "vitest";
import { cancel } from "./acts/cancel.ts";
import { revoke } from "./acts/revoke.ts";
import {
  activated,
  applied,
  contextAt,
  day,
  grown,
  hour,
  inUse,
  issued,
  locked,
  minute,
  nobody,
  paused,
  startMs,
  suspended,
  usedUp,
} from "./sample-journey.ts";
import { whatIsDue } from "./what-is-due.ts";

const now = startMs + minute;
const dueAt = (state: Parameters<typeof whatIsDue>[0], nowMs = now) => whatIsDue(state, nowMs);

describe("a fresh log-in", () => {
  it("shows nothing to whoever has not applied or has cancelled", () => {
    expect(dueAt(nobody)).toEqual({ kind: "nothing" });
    expect(dueAt(grown(inUse(), cancel(inUse(), { reason: "x" }, contextAt(now))))).toEqual({ kind: "nothing" });
  });

  it("shows 手順1 until the token is confirmed; 省略 works once one is issued", () => {
    expect(dueAt(applied())).toEqual({ kind: "issue", tokenIssued: false, expired: false, usedUp: false });
    expect(dueAt(issued())).toEqual({ kind: "issue", tokenIssued: true, expired: false, usedUp: false });
    expect(dueAt(activated())).toEqual({ kind: "issue", tokenIssued: true, expired: false, usedUp: false });
    expect(dueAt(paused(activated(), now))).toEqual({
      kind: "issue",
      tokenIssued: true,
      expired: false,
      usedUp: false,
    });
  });

  it("shows 手順1 again after an issuance ran out, and knows why", () => {
    expect(dueAt(issued(), startMs + day)).toEqual({ kind: "issue", tokenIssued: false, expired: true, usedUp: false });
  });

  it("shows 手順1 again after every try of the set-up was wrong, and knows why", () => {
    expect(dueAt(usedUp())).toEqual({ kind: "issue", tokenIssued: false, expired: false, usedUp: true });
    expect(dueAt(usedUp(), startMs + day)).toMatchObject({ expired: true, usedUp: false });
  });

  it("asks for a code once the token is in use", () => {
    expect(dueAt(inUse())).toMatchObject({ kind: "otp", token: { tokenId: "token-1" } });
  });

  it("tells a stop with its time instead of asking for a code", () => {
    expect(dueAt(paused(inUse(), now))).toMatchObject({ kind: "paused", untilMs: now + 30 * minute });
    expect(dueAt(paused(inUse(), now), now + hour)).toMatchObject({ kind: "otp" });
    expect(dueAt(locked(inUse(), now), now + 3 * hour)).toMatchObject({ kind: "locked", sinceMs: now + 2 * hour });
    expect(dueAt(locked(activated(), now), now + 3 * hour)).toMatchObject({ kind: "locked" });
    expect(dueAt(suspended(inUse(), now))).toMatchObject({ kind: "suspended", sinceMs: now });
    expect(dueAt(suspended(issued(), now))).toMatchObject({ kind: "suspended" });
  });

  it("sends the customer to the branch after the token in use was revoked, and to 手順1 after one on its way was", () => {
    const ended = { tokenId: null, reason: "x" };
    expect(dueAt(grown(inUse(), revoke(inUse(), ended, contextAt(now))))).toEqual({ kind: "revoked", sinceMs: now });
    expect(dueAt(grown(issued(), revoke(issued(), ended, contextAt(now))))).toMatchObject({ kind: "issue" });
  });
});
