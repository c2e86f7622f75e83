import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import {
  activated,
  applied,
  changedToken,
  codeAt,
  contextAt,
  day,
  eventKinds,
  grown,
  hour,
  inUse,
  issueCommand,
  issued,
  locked,
  minute,
  nobody,
  paused,
  refusalOf,
  sampleKey,
  setUp,
  startMs,
  stepOf,
  suspended,
  theToken,
  valueOf,
  wrongCodeAt,
} from "../sample-journey.ts";
import { stateAfter } from "../state-after.ts";
import type { TokenId } from "../token.ts";
import { confirm } from "./confirm.ts";
import { issue } from "./issue.ts";
import { revoke } from "./revoke.ts";
import { verify } from "./verify.ts";

const now = startMs + 10 * minute;
const right = { codeFor: presence, otp: codeAt(now) };
const wrong = { codeFor: presence, otp: wrongCodeAt(now) };
const second = { ...issueCommand, tokenId: "token-2" as TokenId, userId: "user-2", registrationRecord: "record-2" };
const secondKey = sampleKey.map((byte) => byte ^ 0x55);

describe("confirm", () => {
  it("puts the token in use with its first code, keeps the step as used, and tells the phone's address", () => {
    const decision = confirm(activated(), right, contextAt(now));
    expect(valueOf(decision)).toEqual({ tokenId: "token-1", step: stepOf(now), revokedTokenId: null });
    expect(changedToken(decision)).toMatchObject({ life: "inUse", confirmedAtMs: now, lastStep: stepOf(now) });
    expect(eventKinds(decision)).toEqual(["token.confirmed"]);
    expect(decision.mails).toMatchObject([{ kind: "tokenInUse", to: issueCommand.mobileEmail }]);
  });

  it("uses its code up: the first log-in needs the next one", () => {
    const state = grown(activated(), confirm(activated(), right, contextAt(now)));
    const login = { ...right, purpose: "login", reference: null } as const;
    expect(refusalOf(verify(state, login, contextAt(now)))).toEqual({ code: "used" });
  });

  it("ends the token that it replaces in the same decision", () => {
    const replacing = grown(inUse(), issue(inUse(), { ...second, replaceInUse: true }, contextAt(startMs)));
    const ready = setUp(replacing, second, secondKey, startMs);
    const decision = confirm(ready, { codeFor: presence, otp: codeAt(now, secondKey) }, contextAt(now));
    expect(valueOf(decision)).toMatchObject({ tokenId: "token-2", revokedTokenId: "token-1" });
    expect(eventKinds(decision)).toEqual(["token.confirmed", "token.revoked"]);
    const after = grown(ready, decision);
    expect(theToken(after).life).toBe("revoked");
    expect(theToken(after, "token-2").life).toBe("inUse");
    expect(after.customer?.revokedAtMs).toBeNull();
  });

  it("does not take the code of the token that is replaced", () => {
    const replacing = grown(inUse(), issue(inUse(), { ...second, replaceInUse: true }, contextAt(startMs)));
    const ready = setUp(replacing, second, secondKey, startMs);
    expect(refusalOf(confirm(ready, right, contextAt(now))).code).toBe("mismatch");
  });

  it("counts wrong codes on the token on its way, and starts the count anew once it is in use", () => {
    const decision = confirm(activated(), wrong, contextAt(now));
    expect(refusalOf(decision)).toEqual({ code: "mismatch", triesLeft: 4 });
    expect(decision.events).toMatchObject([
      { type: "code.refused", detail: { reason: "mismatch", purpose: "confirm" } },
    ]);
    const counted = stateAfter(activated(), decision.changes);
    expect(theToken(counted)).toMatchObject({ wrongInARow: 1, wrongSinceConfirm: 1 });
    const confirmed = grown(counted, confirm(counted, right, contextAt(now)));
    expect(theToken(confirmed)).toMatchObject({ wrongInARow: 0, wrongSinceConfirm: 0 });
  });

  it("is paused and locked like any check of a code", () => {
    expect(refusalOf(confirm(paused(activated(), now), right, contextAt(now)))).toEqual({
      code: "paused",
      untilMs: now + 30 * minute,
    });
    const later = now + 3 * hour;
    expect(
      refusalOf(confirm(locked(activated(), now), { codeFor: presence, otp: codeAt(later) }, contextAt(later))).code,
    ).toBe("locked");
  });

  it("says before any comparison what is missing", () => {
    const context = contextAt(now);
    expect(refusalOf(confirm(nobody, right, context)).code).toBe("notApplied");
    expect(refusalOf(confirm(applied(), right, context)).code).toBe("nothingIssued");
    expect(refusalOf(confirm(issued(), right, context)).code).toBe("notActivated");
    expect(refusalOf(confirm(suspended(activated(), startMs), right, context)).code).toBe("suspended");
    expect(refusalOf(confirm(activated(), { codeFor: presence, otp: "1234567" }, context)).code).toBe("malformedCode");
  });

  it("finds the token in use when 認証確認 is pressed twice", () => {
    expect(refusalOf(confirm(inUse(), right, contextAt(now))).code).toBe("alreadyInUse");
  });

  it("finds the token ended when its time ran out or it was revoked", () => {
    const late = { codeFor: presence, otp: codeAt(startMs + day) };
    expect(refusalOf(confirm(activated(), late, contextAt(startMs + day))).code).toBe("ended");
    const revoked = grown(activated(), revoke(activated(), { tokenId: null, reason: "x" }, contextAt(now)));
    expect(refusalOf(confirm(revoked, right, contextAt(now))).code).toBe("ended");
  });

  it("accepts no code at or below the fence", () => {
    const fenced = contextAt(now, { fenceMs: now });
    expect(refusalOf(confirm(activated(), right, fenced))).toEqual({ code: "used" });
  });
});
