import { describe, expect, it } from "vitest";
import {
  activated,
  applied,
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
  startMs,
  suspended,
  theToken,
  valueOf,
} from "../sample-journey.ts";
import type { CustomerState } from "../customer.ts";
import type { TokenId } from "../token.ts";
import { issue, type IssueCommand } from "./issue.ts";
import { resume } from "./resume.ts";
import { revoke } from "./revoke.ts";

function nth(number: number): IssueCommand {
  const name = String(number);
  return {
    ...issueCommand,
    tokenId: `token-${name}` as TokenId,
    userId: `user-${name}`,
    registrationRecord: `record-${name}`,
  };
}

function issuedAgain(state: CustomerState, number: number, atMs: number): CustomerState {
  return grown(state, issue(state, nth(number), contextAt(atMs)));
}

describe("issue", () => {
  it("makes a token that waits for its set-up for the policy's time, with its mail in the same commit", () => {
    const decision = issue(applied(), issueCommand, contextAt(startMs));
    expect(valueOf(decision)).toEqual({
      tokenId: "token-1",
      userId: issueCommand.userId,
      expiresAtMs: startMs + day,
    });
    expect(theToken(grown(applied(), decision))).toMatchObject({
      life: "issued",
      key: null,
      lastStep: -1,
      activationTriesLeft: 5,
      algorithm: "SHA-256",
      digits: 8,
      periodSeconds: 60,
    });
    expect(eventKinds(decision)).toEqual(["token.issued"]);
    expect(decision.mails).toEqual([
      { kind: "tokenIssued", to: issueCommand.mobileEmail, tokenId: "token-1", locale: "ja" },
    ]);
  });

  it("needs an application", () => {
    expect(refusalOf(issue(nobody, issueCommand, contextAt(startMs)))).toEqual({ code: "notApplied" });
  });

  it.each([
    ["issued", issued()],
    ["activated", activated()],
    ["paused", paused(activated(), startMs)],
  ])("kills an earlier %s token at once", (_status, state) => {
    const decision = issue(state, nth(2), contextAt(startMs + minute));
    const after = grown(state, decision);
    expect(theToken(after)).toMatchObject({ life: "revoked", key: null, registrationRecord: null });
    expect(theToken(after, "token-2").life).toBe("issued");
    expect(eventKinds(decision)).toEqual(["token.issued", "token.revoked"]);
  });

  it("writes an overdue issuance down as expired, not as revoked", () => {
    const decision = issue(issued(), nth(2), contextAt(startMs + day));
    expect(theToken(grown(issued(), decision))).toMatchObject({ life: "expired", endedAtMs: startMs + day });
    expect(eventKinds(decision)).toEqual(["token.issued", "token.expired"]);
  });

  it("is refused a fourth time within 24 hours, and says from when it works again", () => {
    const three = issuedAgain(issuedAgain(issued(), 2, startMs + hour), 3, startMs + 2 * hour);
    const refusal = refusalOf(issue(three, nth(4), contextAt(startMs + 3 * hour)));
    expect(refusal).toEqual({ code: "tooManyIssuances", untilMs: startMs + day });
    expect(refusalOf(issue(three, nth(4), contextAt(startMs + day - 1))).code).toBe("tooManyIssuances");
    const fourth = issuedAgain(three, 4, startMs + day);
    expect(fourth.customer?.issuancesAtMs).toEqual([startMs + hour, startMs + 2 * hour, startMs + day]);
  });

  it("keeps to a limit that was lowered since", () => {
    const two = issuedAgain(issued(), 2, startMs + hour);
    const strict = contextAt(startMs + 2 * hour);
    const context = { ...strict, policy: { ...strict.policy, issuancesPerDay: 1 } };
    expect(refusalOf(issue(two, nth(3), context)).untilMs).toBe(startMs + hour + day);
  });

  it("leaves a token in use alone unless it is told to replace it; then the old one stays valid", () => {
    expect(refusalOf(issue(inUse(), nth(2), contextAt(startMs)))).toEqual({ code: "alreadyInUse" });
    const after = grown(inUse(), issue(inUse(), { ...nth(2), replaceInUse: true }, contextAt(startMs)));
    expect(theToken(after).life).toBe("inUse");
    expect(theToken(after, "token-2")).toMatchObject({ life: "issued", replacesTokenId: "token-1" });
  });

  it("is no way round a stop or a lock", () => {
    expect(refusalOf(issue(suspended(issued(), startMs), nth(2), contextAt(startMs)))).toEqual({ code: "suspended" });
    expect(refusalOf(issue(locked(activated(), startMs), nth(2), contextAt(startMs + 3 * hour)))).toEqual({
      code: "locked",
    });
    const stopped = suspended(inUse(), startMs);
    const replace = { ...nth(2), replaceInUse: true };
    expect(refusalOf(issue(stopped, replace, contextAt(startMs)))).toEqual({ code: "suspended" });
    const goesOn = grown(stopped, resume(stopped, { tokenId: null, reason: "found" }, contextAt(startMs)));
    expect(issue(goesOn, replace, contextAt(startMs)).outcome.ok).toBe(true);
  });

  it("is refused after the token in use was revoked: the bank password alone must not make another", () => {
    const revoked = grown(inUse(), revoke(inUse(), { tokenId: null, reason: "stolen" }, contextAt(startMs)));
    expect(refusalOf(issue(revoked, nth(2), contextAt(startMs + day)))).toEqual({ code: "ended" });
  });

  it("goes on after an unconfirmed token was revoked: nobody lost anything yet", () => {
    const revoked = grown(issued(), revoke(issued(), { tokenId: null, reason: "typo" }, contextAt(startMs)));
    expect(issue(revoked, nth(2), contextAt(startMs)).outcome.ok).toBe(true);
  });

  it.each(["", "a@b", "two@signs@oozora.co.jp", "a\r\nBcc: x@y.example", "x".repeat(65)])(
    "refuses the mail address %j",
    (mobileEmail) => {
      const decision = issue(applied(), { ...issueCommand, mobileEmail }, contextAt(startMs));
      expect(refusalOf(decision)).toEqual({ code: "badMobileEmail" });
    },
  );
});
