import { presence, type CodeFor } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { stateAfter } from "./state-after.ts";
import { allowIssuance } from "./acts/allow-issuance.ts";
import { apply } from "./acts/apply.ts";
import { confirm } from "./acts/confirm.ts";
import { issue } from "./acts/issue.ts";
import { resendMail } from "./acts/resend-mail.ts";
import { resume } from "./acts/resume.ts";
import { revoke } from "./acts/revoke.ts";
import { skipIssuance } from "./acts/skip-issuance.ts";
import { startActivation } from "./acts/start-activation.ts";
import { unlock } from "./acts/unlock.ts";
import { verify } from "./acts/verify.ts";
import { approve } from "./approvals/end-approval.ts";
import { actedBy, asked, hashOf, withDisabled, withStaff } from "./approvals/sample-approval.ts";
import type { CustomerState } from "./customer.ts";
import type { Decision, Result } from "./decision.ts";
import { refusals, type RefusalCode } from "./refusals.ts";
import {
  activated,
  applied,
  applyCommand,
  codeAt,
  contextAt,
  day,
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
  wrongCodeAt,
} from "./sample-journey.ts";
import type { TokenId } from "./token.ts";

const now = startMs + 10 * minute;
const context = contextAt(now);
const strict = { ...context, policy: { ...context.policy, issuancesPerDay: 1, mailResendsPerIssuance: 0 } };
const forTransfer: CodeFor = {
  kind: "transaction",
  digest: new Uint8Array(32),
  suite: "OCRA-1:HOTP-SHA256-8:QH64",
};
const any = { tokenId: null, reason: "test" };

function verified(state: CustomerState, otp: string, atMs = now) {
  return verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, contextAt(atMs));
}

const unreadable: CustomerState = { ...inUse(), tokens: [{ ...theToken(inUse()), key: null }] };

/** Every reason once, with the shortest way to it. A new code does not compile until it stands here. */
const waysTo: Readonly<Record<RefusalCode, () => Decision<Result<unknown>>>> = {
  notApplied: () => issue(nobody, issueCommand, context),
  alreadyApplied: () => apply(applied(), applyCommand, context),
  nothingIssued: () => skipIssuance(applied(), {}, context),
  alreadyInUse: () => issue(inUse(), issueCommand, context),
  tooManyIssuances: () => issue(issued(), issueCommand, strict),
  issuancesLeft: () => allowIssuance(applied(), { reason: "test" }, context),
  tooManyAllowed: () =>
    allowIssuance(issued(), { reason: "test" }, { ...strict, policy: { ...strict.policy, extraIssuancesPerDay: 0 } }),
  tooManyMails: () => resendMail(issued(), { locale: "ja" }, strict),
  mailTooSoon: () => resendMail(issued(), { locale: "ja" }, contextAt(startMs)),
  badMobileEmail: () => issue(applied(), { ...issueCommand, mobileEmail: "nowhere" }, context),
  activationRefused: () => startActivation(issued(), { userId: "unknown" }, context),
  notActivated: () => confirm(issued(), { codeFor: presence, otp: codeAt(now) }, context),
  notInUse: () => verified(activated(), codeAt(now)),
  malformedCode: () => verified(inUse(), "1234 5678"),
  mismatch: () => verified(inUse(), wrongCodeAt(now)),
  used: () => verified(inUse(), codeAt(startMs)),
  drift: () => {
    const state = inUse();
    const once = stateAfter(state, verified(state, codeAt(now + 5 * minute)).changes);
    return verified(once, codeAt(now + 6 * minute));
  },
  paused: () => verified(paused(inUse(), now), codeAt(now)),
  locked: () => verified(locked(inUse(), now), codeAt(now), now + 3 * hour),
  suspended: () => verified(suspended(inUse(), now), codeAt(now)),
  ended: () => issue(grown(inUse(), revoke(inUse(), any, context)), issueCommand, context),
  keyUnreadable: () => verified(unreadable, codeAt(now)),
  unknownCustomer: () => verified(nobody, codeAt(now)),
  unknownToken: () => revoke(inUse(), { tokenId: "token-9" as TokenId, reason: "test" }, context),
  notSuspended: () => resume(inUse(), any, context),
  notStopped: () => unlock(inUse(), any, context),
  unknownApproval: () => approve(withStaff(inUse()), { commandHash: "" }, actedBy("approver-1", now)),
  approvalEnded: () => approve(asked(), { commandHash: hashOf(asked()) }, actedBy("approver-1", now + day)),
  notEntitled: () => approve(asked(), { commandHash: hashOf(asked()) }, actedBy("teller-2", now)),
  ownRequest: () => approve(asked("approver-1"), { commandHash: hashOf(asked()) }, actedBy("approver-1", now)),
  askerNotEntitled: () =>
    approve(withDisabled(asked(), "teller-1"), { commandHash: hashOf(asked()) }, actedBy("approver-1", now)),
  notForTransactions: () =>
    verify(inUse(), { otp: codeAt(now), codeFor: forTransfer, purpose: "transfer", reference: null }, context),
  otherContent: () => approve(asked(), { commandHash: "another" }, actedBy("approver-1", now)),
};

describe("every refusal", () => {
  it.each(Object.keys(refusals) as RefusalCode[])("%s is given by some act", (code) => {
    expect(refusalOf(waysTo[code]()).code).toBe(code);
  });
});
