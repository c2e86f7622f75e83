import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { verify, type VerifyCommand } from "./acts/verify.ts";
import { resync } from "./acts/resync.ts";
import { checkAnswers, type Answered } from "./check-answers.ts";
import type { InvariantId, Performed } from "./check-invariants.ts";
import type { CustomerState } from "./customer.ts";
import type { Decision, Result } from "./decision.ts";
import { codeAt, contextAt, inUse, minute, startMs, wrongCodeAt } from "./sample-journey.ts";
import { stateAfter } from "./state-after.ts";

const now = startMs + 10 * minute;
const context = contextAt(now);
const right: VerifyCommand = { codeFor: presence, otp: codeAt(now), purpose: "login", reference: null };
const wrong: VerifyCommand = { ...right, otp: wrongCodeAt(now) };

function performed(before: CustomerState, decision: Decision<Result<unknown>>): Performed {
  return { act: "test", context, before, decision, after: stateAfter(before, decision.changes), secrets: [] };
}

const accepted = performed(inUse(), verify(inUse(), right, context));
const acceptedAgain = performed(inUse(), verify(inUse(), right, context));
const refused = performed(inUse(), verify(inUse(), wrong, context));
const otps = [codeAt(now - minute), codeAt(now)] as const;
const resynced = performed(inUse(), resync(inUse(), { codeFor: presence, otps }, context));

function told(act: Performed, changed: Partial<Answered> = {}): Answered {
  return { onceKey: null, fingerprint: "login", outcome: act.decision.outcome, performed: act, ...changed };
}

function seen(answers: readonly Answered[], history: readonly Performed[], mayLose = false): readonly InvariantId[] {
  return checkAnswers(answers, history, { mayLose }).map(([invariant]) => invariant);
}

describe("the answers that went out", () => {
  it("may be the same one again under its once key", () => {
    const key = { onceKey: "bank-1" };
    expect(seen([told(accepted, key), told(refused), told(accepted, key)], [accepted, refused])).toEqual([]);
  });

  it("never accept a step of a token twice, be it by re-synchronising, even when the first one was lost", () => {
    expect(seen([told(accepted), told(acceptedAgain)], [acceptedAgain], true)).toEqual(["I1"]);
    expect(seen([told(accepted), told(resynced)], [resynced], true)).toEqual(["I1"]);
  });

  it("do not differ under one once key, unless it was another request's", () => {
    const answers = [told(accepted, { onceKey: "bank-1" }), told(refused, { onceKey: "bank-1" })];
    const others = [told(accepted, { onceKey: "bank-1" }), told(refused, { onceKey: "bank-1", fingerprint: "other" })];
    expect(seen(answers, [accepted, refused])).toEqual(["I1"]);
    expect(seen(others, [accepted, refused])).toEqual([]);
  });

  it("are somebody's commit: what is unknown is told neither as accepted nor as wrong", () => {
    expect(seen([told(accepted, { performed: null })], [], true)).toEqual(["I11"]);
    expect(seen([told(refused, { performed: accepted })], [accepted])).toEqual(["I11"]);
  });

  it("stay on record and counted, unless commits may be lost", () => {
    expect(seen([told(refused)], [])).toEqual(["I4"]);
    expect(seen([told(accepted)], [])).toEqual(["I8"]);
    expect(seen([told(refused), told(accepted)], [], true)).toEqual([]);
  });
});
