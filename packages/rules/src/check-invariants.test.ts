import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { commandHash, commandText } from "./approvals/approved-command.ts";
import { askApproval } from "./approvals/ask-approval.ts";
import { approve } from "./approvals/end-approval.ts";
import {
  actedBy,
  askCommand,
  asked,
  askedAtMs,
  hashOf,
  tooLateMs,
  withDisabled,
  withStaff,
} from "./approvals/sample-approval.ts";
import { confirm } from "./acts/confirm.ts";
import { issue } from "./acts/issue.ts";
import { startActivation } from "./acts/start-activation.ts";
import { undoWrongClock } from "./acts/undo-wrong-clock.ts";
import { verify, type VerifyCommand } from "./acts/verify.ts";
import { checkInvariants, type InvariantId, type Performed } from "./check-invariants.ts";
import type { CustomerState } from "./customer.ts";
import type { Context, Decision, Result } from "./decision.ts";
import {
  activated,
  applied,
  codeAt,
  contextAt,
  hour,
  inUse,
  issueCommand,
  issued,
  locked,
  minute,
  paused,
  sampleUserId,
  startMs,
  stepOf,
  theToken,
  wrongCodeAt,
} from "./sample-journey.ts";
import { stateAfter } from "./state-after.ts";
import type { Token, TokenId } from "./token.ts";

const now = startMs + 10 * minute;
const context = contextAt(now);
const right: VerifyCommand = { codeFor: presence, otp: codeAt(now), purpose: "login", reference: null };
const wrong: VerifyCommand = { ...right, otp: wrongCodeAt(now) };

function performed(before: CustomerState, decision: Decision<Result<unknown>>, at: Context = context): Performed {
  return { act: "test", context: at, before, decision, after: stateAfter(before, decision.changes), secrets: [] };
}

function withToken(state: CustomerState, token: Partial<Token>): CustomerState {
  return { ...state, tokens: state.tokens.map((one) => ({ ...one, ...token })) };
}

/** What a broken build would have done: the decision's changes never reached the store. */
function forgotten(good: Performed): Performed {
  return { ...good, after: good.before };
}

const accepted = performed(inUse(), verify(inUse(), right, context));
const refused = performed(inUse(), verify(inUse(), wrong, context));
const confirmed = performed(activated(), confirm(activated(), { codeFor: presence, otp: right.otp }, context));
const issuedNow = performed(applied(), issue(applied(), issueCommand, context));
const started = performed(issued(), startActivation(issued(), { userId: sampleUserId }, context));
const stoppedAhead = paused(inUse(), now + 2 * hour);
const undone = performed(stoppedAhead, undoWrongClock(stoppedAhead, {}, context));
const event = refused.decision.events[0];
const later = askedAtMs + minute;
const notAsked = withStaff(inUse());
const askedNow = performed(
  notAsked,
  askApproval(notAsked, askCommand, actedBy("teller-1", askedAtMs)),
  actedBy("teller-1", askedAtMs),
);
const given = performed(
  asked(),
  approve(asked(), { commandHash: hashOf(asked()) }, actedBy("approver-1", later)),
  actedBy("approver-1", later),
);
const byOther = (one: Performed, at: Context): Performed => ({ ...one, context: at });
const more = { ...given.decision.changes, customer: applied().customer ?? never() };
const approval = given.decision.changes.approval ?? never();
const command = commandText("ozora", "hanako", { act: "suspend", tokenId: null, reason: "stolen" });
const other = {
  ...given.decision,
  changes: { ...given.decision.changes, approval: { ...approval, command, commandHash: commandHash(command) } },
};
const refusedAndDone = {
  ...given.decision,
  changes: { ...given.decision.changes, approval: { ...approval, stage: "refused" as const } },
};
const claiming = {
  ...refused.decision,
  events: refused.decision.events.map((one) => ({ ...one, detail: { ...one.detail, approvalId: "1" } })),
};

describe("the checker", () => {
  it("finds nothing wrong with what the acts do", () => {
    for (const good of [accepted, refused, confirmed, issuedNow, started, undone]) {
      expect(checkInvariants([good])).toEqual([]);
    }
    expect(checkInvariants([askedNow, given])).toEqual([]);
  });

  const ended = { life: "revoked", key: null, registrationRecord: null } as const;
  const twoTokens: CustomerState = {
    ...inUse(),
    tokens: [...inUse().tokens, { ...theToken(inUse()), tokenId: "token-2" as TokenId }],
  };
  const twoPending: CustomerState = {
    ...issued(),
    tokens: [...issued().tokens, { ...theToken(issued()), tokenId: "token-2" as TokenId }],
  };
  const lockedThen = { ...refused, before: locked(inUse(), startMs), after: locked(inUse(), startMs) };
  const broken: readonly (readonly [InvariantId, string, readonly Performed[]])[] = [
    ["I1", "a step accepted twice", [accepted, accepted]],
    ["I1", "a confirm code accepted at the first log-in", [confirmed, accepted]],
    [
      "I2",
      "a last step that goes back",
      [{ ...accepted, before: withToken(inUse(), { lastStep: stepOf(now + minute) }) }],
    ],
    ["I2", "a step at the fence", [{ ...accepted, context: { ...context, fenceMs: now } }]],
    ["I2", "a step from the future", [{ ...accepted, context: contextAt(now - 5 * minute) }]],
    ["I3", "a guess compared while locked", [{ ...lockedThen, context: contextAt(now + 240 * minute) }]],
    ["I3", "a sixteenth guess in a row", Array.from({ length: 16 }, () => refused)],
    ["I3", "a hundred-and-first guess", Array.from({ length: 101 }, () => [refused, accepted]).flat()],
    ["I3", "a pause undone that a right clock made", [{ ...undone, context: contextAt(now + 2 * hour) }]],
    [
      "I3",
      "more wrong codes undone than a row has",
      [{ ...undone, before: withToken(stoppedAhead, { wrongSinceConfirm: 90 }) }],
    ],
    [
      "I3",
      "a wrong clock that forgives what was counted before it",
      [
        ...Array.from({ length: 100 }, () => [refused, accepted]).flat(),
        undone,
        ...Array.from({ length: 6 }, () => refused),
      ],
    ],
    [
      "I2",
      "a wrong clock that moves lastStep",
      [{ ...undone, after: withToken(undone.after, { lastStep: stepOf(now) }) }],
    ],
    ["I7", "a wrong clock that brings an ended token back", [{ ...undone, before: withToken(stoppedAhead, ended) }]],
    [
      "I7",
      "a wrong clock that lifts a person's stop",
      [{ ...undone, before: withToken(stoppedAhead, { suspendedAtMs: now }) }],
    ],
    ["I4", "a wrong code that is not counted", [forgotten(refused)]],
    ["I5", "a code accepted before 手順5", [{ ...accepted, before: activated() }]],
    ["I5", "a token in use by another way than confirmation", [{ ...confirmed, before: issued() }]],
    ["I6", "a sixth try", Array.from({ length: 6 }, () => started)],
    ["I6", "a try after the set-up", [{ ...started, before: activated() }]],
    [
      "I6",
      "a settled key that changes",
      [{ ...accepted, after: withToken(accepted.after, { key: { open: () => new Uint8Array(32) } }) }],
    ],
    ["I6", "two tokens in use", [{ ...accepted, after: twoTokens }]],
    ["I6", "two tokens on their way", [{ ...started, after: twoPending }]],
    ["I7", "a revoked token that lives again", [{ ...accepted, before: withToken(inUse(), ended) }]],
    ["I7", "an ended token with its key", [{ ...accepted, after: withToken(inUse(), { life: "revoked" }) }]],
    ["I7", "a token that vanishes", [{ ...accepted, after: { ...inUse(), tokens: [] } }]],
    ["I8", "a change without its event", [{ ...accepted, decision: { ...accepted.decision, events: [] } }]],
    [
      "I8",
      "two events for one change",
      [
        {
          ...refused,
          decision: { ...refused.decision, events: refused.decision.events.concat(refused.decision.events) },
        },
      ],
    ],
    [
      "I8",
      "two events for no change",
      [
        {
          ...forgotten(accepted),
          decision: { ...accepted.decision, events: accepted.decision.events.concat(accepted.decision.events) },
        },
      ],
    ],
    ["I8", "a change of use without its event", [{ ...accepted, after: { ...accepted.after, customer: null } }]],
    [
      "I8",
      "a change of the customer without any event",
      [{ ...issuedNow, decision: { ...issuedNow.decision, events: [] } }],
    ],
    [
      "I8",
      "an act that began before the last one had ended",
      [refused, { ...refused, context: contextAt(now + minute) }],
    ],
    ["I10", "an approval by whoever asked", [askedNow, byOther(given, actedBy("teller-1", later))]],
    ["I10", "an approval by somebody who may not", [askedNow, byOther(given, actedBy("auditor-1", later))]],
    ["I10", "an approval after its end", [askedNow, byOther(given, actedBy("approver-1", tooLateMs))]],
    [
      "I10",
      "an approval for somebody who may not ask any more",
      [askedNow, { ...given, before: withDisabled(asked(), "teller-1") }],
    ],
    ["I10", "an approval that runs twice", [askedNow, given, given]],
    ["I10", "an approval that nobody asked for", [given]],
    ["I10", "an approval without its event", [askedNow, { ...given, decision: { ...given.decision, events: [] } }]],
    ["I10", "more than was asked for", [askedNow, { ...given, decision: { ...given.decision, changes: more } }]],
    ["I10", "a command that changes between asking and approving", [askedNow, { ...given, decision: other }]],
    ["I10", "a refused approval that does something", [askedNow, { ...given, decision: refusedAndDone }]],
    ["I10", "an act that claims an approval", [{ ...refused, decision: claiming }]],
    ["I9", "a code in an audit event", [{ ...refused, secrets: [String(event?.detail["reason"])] }]],
  ];
  it.each(broken)("sees %s: %s", (invariant, _name, history) => {
    expect(checkInvariants(history).map((violation) => violation.invariant)).toContain(invariant);
  });
});

function never(): never {
  throw new Error("the sample has none");
}
