import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CustomerState } from "../customer.ts";
import {
  eventKinds,
  grown,
  inUse,
  minute,
  nobody,
  refusalOf,
  startMs,
  suspended,
  theToken,
} from "../sample-journey.ts";
import { stateAfter } from "../state-after.ts";
import type { TokenId } from "../token.ts";
import { isWaiting, mayDecide } from "../approval.ts";
import { commandHash, commandText, readCommand } from "./approved-command.ts";
import { askApproval } from "./ask-approval.ts";
import { besideOf } from "./beside.ts";
import { approve, expireApproval, refuseApproval, withdrawApproval } from "./end-approval.ts";
import {
  actedBy,
  allStaff,
  askCommand,
  asked,
  askedAtMs,
  endMs,
  hashOf,
  sampleStaff,
  tooLateMs,
  withDisabled,
  withStaff,
} from "./sample-approval.ts";

const later = askedAtMs + 5 * minute;
const byApprover = actedBy("approver-1", later);
const yes = { commandHash: hashOf(asked()) };
const approvalOf = (state: CustomerState) => besideOf(state).approval;

describe("asking for an approval", () => {
  it("stores the exact command with its hash, changes nothing of the customer, and is on record", () => {
    const before = withStaff(inUse());
    const decision = askApproval(before, askCommand, actedBy("teller-1", askedAtMs));
    const text = '["warifu command 1","ozora","hanako","revoke",null,"stolen"]';
    expect(decision.changes).toEqual({
      approval: {
        approvalId: askCommand.approvalId,
        institutionId: "ozora",
        customerId: "hanako",
        command: text,
        commandHash: "bc7886726faf530cb89e8364f9d3bf11f589c00fe4a4d51cb33f4eaf83a3a9cb",
        askedBy: "teller-1",
        askedAtMs,
        expiresAtMs: endMs,
        stage: "asked",
        decidedBy: null,
        decidedAtMs: null,
      },
    });
    expect(decision.events).toMatchObject([
      {
        type: "approval.asked",
        actor: { kind: "staff", id: "teller-1" },
        tokenId: null,
        detail: {
          act: "revoke",
          reason: "stolen",
          commandHash: "bc7886726faf530cb89e8364f9d3bf11f589c00fe4a4d51cb33f4eaf83a3a9cb",
        },
      },
    ]);
  });

  it("is for staff who may act: not for an auditor, a disabled person, another institution's, or anybody else", () => {
    const ask = (state: CustomerState, by: string) => askApproval(state, askCommand, actedBy(by, askedAtMs));
    const state = withStaff(inUse());
    expect(refusalOf(ask(state, "auditor-1"))).toEqual({ code: "notEntitled" });
    expect(refusalOf(ask(withDisabled(state, "teller-1"), "teller-1"))).toEqual({ code: "notEntitled" });
    const stranger = sampleStaff("teller-1", "teller", { institutionId: "aozora" });
    expect(refusalOf(ask(withStaff(inUse(), [stranger]), "teller-1"))).toEqual({ code: "notEntitled" });
    expect(refusalOf(ask(state, "nobody"))).toEqual({ code: "notEntitled" });
    const operator = {
      ...actedBy("teller-1", askedAtMs),
      actor: { kind: "operator", id: "teller-1", channel: "command" },
    };
    expect(refusalOf(askApproval(state, askCommand, operator as never))).toEqual({ code: "notEntitled" });
    expect(refusalOf(ask(withStaff(nobody), "teller-1"))).toEqual({ code: "unknownCustomer" });
  });

  it("is refused for what the rules would refuse now: nobody decides about nothing", () => {
    const command = { ...askCommand, command: { act: "resume", tokenId: null, reason: "found" } } as const;
    expect(refusalOf(askApproval(withStaff(inUse()), command, actedBy("teller-1", askedAtMs)))).toEqual({
      code: "notSuspended",
    });
  });

  it("waits for some time and no more than a week, and takes no token where none is chosen", () => {
    const context = actedBy("teller-1", askedAtMs);
    const ask =
      (changed: object, state = withStaff(inUse())) =>
      () =>
        askApproval(state, { ...askCommand, ...changed }, context);
    expect(ask({ waitsMs: 0 })).toThrow(RangeError);
    expect(ask({ waitsMs: Number.NaN })).toThrow(RangeError);
    expect(ask({ waitsMs: 7 * 24 * 60 * minute + 1 })).toThrow(RangeError);
    expect(ask({ command: { act: "cancel", tokenId: "token-1", reason: "wish" } })).toThrow(TypeError);
    expect(ask({}, inUse())).toThrow(TypeError);
  });
});

describe("asking once more", () => {
  const again = (changed: object, by = "teller-1", state = asked(), atMs = later) =>
    askApproval(state, { ...askCommand, ...changed }, actedBy(by, atMs));

  it("for the same by the same person is asked once: nothing new is written", () => {
    const decision = again({});
    expect(decision.outcome).toEqual({ ok: true, value: approvalOf(asked()) });
    expect(decision).toMatchObject({ changes: {}, events: [] });
  });

  it("uses no ID for anything else, and none that has ended", () => {
    const other = { command: { ...askCommand.command, reason: "lost" } };
    expect(refusalOf(again(other)).code).toBe("otherContent");
    expect(refusalOf(again({}, "teller-2")).code).toBe("otherContent");
    expect(refusalOf(again({}, "teller-1", asked(), endMs)).code).toBe("approvalEnded");
  });
});

describe("an approval by another person", () => {
  it("runs exactly what was asked in the same commit; its events name both", () => {
    const decision = approve(asked(), yes, byApprover);
    const after = stateAfter(asked(), decision.changes);
    expect(theToken(after).life).toBe("revoked");
    expect(approvalOf(after)).toMatchObject({ stage: "carriedOut", decidedBy: "approver-1", decidedAtMs: later });
    expect(eventKinds(decision)).toEqual(["approval.given", "token.revoked"]);
    const { approvalId } = askCommand;
    expect(decision.events).toMatchObject([
      { actor: { id: "approver-1" }, detail: { approvalId, askedBy: "teller-1" } },
      { actor: { id: "teller-1" }, detail: { approvalId, approvedBy: "approver-1", reason: "stolen" } },
    ]);
  });

  it("is never one's own, and only that of a 役席者 who may still decide", () => {
    const refusedTo = (by: string, state = asked()) => refusalOf(approve(state, yes, actedBy(by, later))).code;
    expect(refusedTo("approver-1", asked("approver-1"))).toBe("ownRequest");
    for (const by of ["teller-2", "auditor-1", "admin-1", "nobody"]) expect(refusedTo(by)).toBe("notEntitled");
    expect(refusedTo("approver-1", withDisabled(asked(), "approver-1"))).toBe("notEntitled");
    const demoted = withStaff(asked(), [sampleStaff("teller-1", "teller"), sampleStaff("approver-1", "teller")]);
    expect(refusedTo("approver-1", demoted)).toBe("notEntitled");
  });

  it("counts only while whoever asked may still ask", () => {
    expect(refusalOf(approve(withDisabled(asked(), "teller-1"), yes, byApprover)).code).toBe("askerNotEntitled");
    const demoted = withStaff(asked(), [sampleStaff("teller-1", "auditor"), sampleStaff("approver-1", "approver")]);
    expect(refusalOf(approve(demoted, yes, byApprover)).code).toBe("askerNotEntitled");
  });

  it("counts only for the content that was shown, and never for content that was changed since", () => {
    expect(refusalOf(approve(asked(), { commandHash: commandHash("else") }, byApprover)).code).toBe("otherContent");
    const state = asked();
    const approval = approvalOf(state);
    if (approval === null) throw new Error("nothing was asked");
    const command = commandText("ozora", "hanako", { act: "cancel", tokenId: null, reason: "wish" });
    const changed = { ...state, beside: { ...besideOf(state), approval: { ...approval, command } } };
    expect(() => approve(changed, yes, byApprover)).toThrow(TypeError);
  });

  it("is refused where the rules refuse now, and waits on", () => {
    const resume = { command: { act: "resume", tokenId: null, reason: "found" } } as const;
    const state = withStaff(suspended(inUse(), askedAtMs));
    const waiting = grown(state, askApproval(state, { ...askCommand, ...resume }, actedBy("teller-1", askedAtMs)));
    const resumed = { ...waiting, tokens: waiting.tokens.map((token) => ({ ...token, suspendedAtMs: null })) };
    const decision = approve(resumed, { commandHash: hashOf(waiting) }, byApprover);
    expect(refusalOf(decision).code).toBe("notSuspended");
    expect(decision).toMatchObject({ changes: {}, events: [] });
  });

  it.each([
    ["carried out", (state: CustomerState) => grown(state, approve(state, yes, byApprover))],
    ["refused", (state: CustomerState) => grown(state, refuseApproval(state, { reason: "unclear" }, byApprover))],
    ["withdrawn", (state: CustomerState) => grown(state, withdrawApproval(state, {}, actedBy("teller-1", later)))],
  ])("comes too late once it was %s: whatever is tried, nothing more happens", (_how, end) => {
    const state = end(asked());
    const tries = [
      approve(state, yes, actedBy("approver-2", later)),
      refuseApproval(state, { reason: "no" }, actedBy("approver-2", later)),
      withdrawApproval(state, {}, actedBy("teller-1", later)),
    ];
    for (const decision of tries) {
      expect(refusalOf(decision).code).toBe("approvalEnded");
      expect(decision).toMatchObject({ changes: {}, events: [] });
    }
  });

  it("comes too late at its end: the first who comes writes that down, and nothing runs", () => {
    expect(approve(asked(), yes, actedBy("approver-1", endMs - 1)).outcome.ok).toBe(true);
    const decision = approve(asked(), yes, actedBy("approver-1", endMs));
    expect(refusalOf(decision).code).toBe("approvalEnded");
    expect(eventKinds(decision)).toEqual(["approval.expired"]);
    expect(approvalOf(stateAfter(asked(), decision.changes))).toMatchObject({ stage: "expired", decidedBy: null });
  });
});

describe("an approval ends otherwise", () => {
  it("by another 役席者 who does not approve it, with the reason", () => {
    const decision = refuseApproval(asked(), { reason: "unclear" }, byApprover);
    expect(approvalOf(stateAfter(asked(), decision.changes))).toMatchObject({
      stage: "refused",
      decidedBy: "approver-1",
    });
    expect(decision.events).toMatchObject([{ type: "approval.refused", detail: { reason: "unclear" } }]);
    const own = asked("approver-1");
    expect(refusalOf(refuseApproval(own, { reason: "no" }, byApprover)).code).toBe("ownRequest");
    expect(refusalOf(refuseApproval(asked(), { reason: "no" }, actedBy("teller-2", later))).code).toBe("notEntitled");
  });

  it("by whoever asked and by nobody else, who takes it back", () => {
    const decision = withdrawApproval(asked(), {}, actedBy("teller-1", later));
    expect(approvalOf(stateAfter(asked(), decision.changes))).toMatchObject({ stage: "withdrawn" });
    expect(eventKinds(decision)).toEqual(["approval.withdrawn"]);
    expect(refusalOf(withdrawApproval(asked(), {}, actedBy("teller-2", later))).code).toBe("notEntitled");
    expect(refusalOf(withdrawApproval(asked(), {}, byApprover)).code).toBe("notEntitled");
  });

  it("by the job once its time has run out, and not before", () => {
    expect(expireApproval(asked(), byApprover)).toMatchObject({ outcome: { value: { expired: false } }, changes: {} });
    const decision = expireApproval(asked(), actedBy("approver-1", tooLateMs));
    expect(decision.outcome).toEqual({ ok: true, value: { expired: true } });
    const after = grown(asked(), decision);
    expect(isWaiting(approvalOf(after) ?? never(), startMs)).toBe(false);
    expect(expireApproval(after, actedBy("approver-1", tooLateMs)).changes).toEqual({});
    expect(refusalOf(expireApproval(withStaff(inUse()), byApprover)).code).toBe("unknownApproval");
  });
});

it("those who may decide are the 役席者 of the institution, but for whoever asked", () => {
  const approval = approvalOf(asked("approver-2")) ?? never();
  expect(allStaff.filter((one) => mayDecide(one, approval)).map(({ staffId }) => staffId)).toEqual(["approver-1"]);
});

describe("the canonical text of a command", () => {
  const command = fc.record({
    act: fc.constantFrom("suspend", "resume", "unlock", "revoke"),
    tokenId: fc.option(fc.string().map((text) => text as TokenId)),
    reason: fc.string({ unit: "grapheme" }),
  });

  it("is read back as it was written, by nobody but the customer it is for", () => {
    fc.assert(
      fc.property(command, (one) => {
        const text = commandText("ozora", "hanako", one);
        expect(readCommand(text, "ozora", "hanako")).toEqual(one);
        expect(readCommand(text, "ozora", "taro")).toBeNull();
        expect(readCommand(text, "aozora", "hanako")).toBeNull();
      }),
    );
  });

  it.each([
    "",
    "null",
    "{}",
    '["warifu command 2","ozora","hanako","revoke",null,"stolen"]',
    '["warifu command 1", "ozora","hanako","revoke",null,"stolen"]',
    '["warifu command 1","ozora","hanako","revoke",null,"stolen","more"]',
    '["warifu command 1","ozora","hanako","revoke",null]',
    '["warifu command 1","ozora","hanako","toString",null,"stolen"]',
    '["warifu command 1","ozora","hanako","cancel","token-1","stolen"]',
    '["warifu command 1","ozora","hanako","revoke",1,"stolen"]',
    '["warifu command 1","ozora","hanako","revoke",null,"\\u0073tolen"]',
  ])("has one form: %j is none", (text) => {
    expect(readCommand(text, "ozora", "hanako")).toBeNull();
  });

  it("is hashed by SHA-256 over its UTF-8 bytes", () => {
    // printf '証' | sha256sum
    expect(commandHash("証")).toBe("f269c1381084250c5c0b72416c3647e2e5d3855e58c2bd1078fa2661748a0f1d");
  });
});

function never(): never {
  throw new Error("nothing was asked");
}
