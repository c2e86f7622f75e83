import { describe, expect, it } from "vitest";
import type { CustomerState } from "../customer.ts";
import {
  activated,
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
  refusalOf,
  sampleKey,
  sampleUserId,
  startMs,
  theToken,
  valueOf,
} from "../sample-journey.ts";
import { KeyUnreadable, type TokenId } from "../token.ts";
import { cancel } from "./cancel.ts";
import { resume } from "./resume.ts";
import { revoke } from "./revoke.ts";
import { suspend } from "./suspend.ts";
import { tellStatus } from "./tell-status.ts";

const proves = (key: Uint8Array) => key.join() === sampleKey.join();
const command = { userId: sampleUserId, proves };
const at = (atMs: number) => contextAt(startMs + atMs);
const ask = (state: CustomerState, atMs = hour) => tellStatus(state, command, at(atMs));

const chosen = (state: CustomerState) => ({ tokenId: theToken(state).tokenId });

function suspended(state: CustomerState): CustomerState {
  return grown(state, suspend(state, { ...chosen(state), reason: "lost" }, at(30 * minute)));
}

describe("the phone's own token", () => {
  it("is told as it stands: set up, in use, paused, locked, suspended, in use again", () => {
    expect(valueOf(ask(activated()))).toEqual({ status: "activated" });
    expect(valueOf(ask(inUse()))).toEqual({ status: "inUse" });
    expect(valueOf(ask(paused(inUse(), startMs + hour), hour + minute))).toEqual({ status: "paused" });
    expect(valueOf(ask(locked(inUse(), startMs + hour), day))).toEqual({ status: "locked" });
    const stopped = suspended(inUse());
    expect(valueOf(ask(stopped))).toEqual({ status: "suspended" });
    const again = grown(stopped, resume(stopped, { ...chosen(stopped), reason: "found" }, at(hour)));
    expect(valueOf(ask(again, 2 * hour))).toEqual({ status: "inUse" });
  });

  it("is held up before 手順5 by a stop of another token of the customer; one in use stands for itself", () => {
    const newUserId = "1234567890123ABD";
    const pending = { ...theToken(activated()), tokenId: "token-2" as TokenId, userId: newUserId };
    const both = { ...inUse(), tokens: [pending, ...inUse().tokens] };
    const stopped = (tokenId: string) =>
      grown(both, suspend(both, { tokenId: tokenId as TokenId, reason: "lost" }, at(minute)));
    const askFor = (state: CustomerState, userId: string) => valueOf(tellStatus(state, { userId, proves }, at(hour)));
    expect(askFor(both, newUserId)).toEqual({ status: "activated" });
    expect(askFor(stopped("token-1"), newUserId)).toEqual({ status: "suspended" });
    expect(askFor(stopped("token-2"), sampleUserId)).toEqual({ status: "inUse" });
  });

  it("is told to whoever holds its key, and to nobody else", () => {
    const stranger = { userId: sampleUserId, proves: () => false };
    for (const state of [activated(), inUse(), suspended(inUse())]) {
      expect(refusalOf(tellStatus(state, stranger, at(hour)))).toEqual({ code: "activationRefused" });
    }
  });

  it("is refused in one way when it has ended, ran out, was never set up, cannot be read or is nobody's", () => {
    const state = inUse();
    const { tokenId } = theToken(state);
    const broken = {
      open: () => {
        throw new KeyUnreadable("damaged");
      },
    };
    const unreadable = { ...state, tokens: state.tokens.map((token) => ({ ...token, key: broken })) };
    for (const [what, refused, atMs] of [
      ["revoked", grown(state, revoke(state, { tokenId, reason: "lost" }, at(minute))), hour],
      ["cancelled", grown(state, cancel(state, { reason: "customerRequest" }, at(minute))), hour],
      ["overdue", activated(), 3 * day],
      ["issued", issued(), minute],
      ["unreadable", unreadable, hour],
      ["nobody", nobody, hour],
    ] as const) {
      expect([what, refusalOf(ask(refused, atMs))]).toEqual([what, { code: "activationRefused" }]);
    }
  });

  it("is never changed by asking, and no event tells that somebody asked", () => {
    for (const state of [nobody, issued(), activated(), inUse(), suspended(inUse())]) {
      const { changes, events, mails } = ask(state);
      expect([changes, events, mails]).toEqual([{}, [], []]);
    }
  });
});
