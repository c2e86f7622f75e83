import { describe, expect, it } from "vitest";
import type { CustomerState } from "../customer.ts";
import {
  activated,
  changedToken,
  contextAt,
  day,
  eventKinds,
  grown,
  inUse,
  issueCommand,
  issued,
  nobody,
  refusalOf,
  sampleUserId,
  startMs,
  suspended,
  theToken,
  valueOf,
} from "../sample-journey.ts";
import { stateAfter } from "../state-after.ts";
import type { TokenId } from "../token.ts";
import { cancel } from "./cancel.ts";
import { issue } from "./issue.ts";
import { revoke } from "./revoke.ts";
import { startActivation } from "./start-activation.ts";

const command = { userId: sampleUserId };
const context = contextAt(startMs);

describe("startActivation", () => {
  it("debits the try in the decision that gives the record out", () => {
    const decision = startActivation(issued(), command, context);
    expect(valueOf(decision)).toEqual({
      tokenId: "token-1",
      registrationRecord: "record-1",
      algorithm: "SHA-256",
      digits: 8,
      periodSeconds: 60,
      triesLeft: 4,
    });
    expect(changedToken(decision).activationTriesLeft).toBe(4);
    expect(decision.events).toMatchObject([{ type: "activation.started", detail: { triesLeft: 4 } }]);
  });

  it("answers five of ten starts without a finish", () => {
    let state = issued();
    const answers = Array.from({ length: 10 }, () => {
      const decision = startActivation(state, command, context);
      state = stateAfter(state, decision.changes);
      return decision.outcome.ok;
    });
    expect(answers.filter(Boolean)).toHaveLength(5);
    expect(theToken(state).activationTriesLeft).toBe(0);
  });

  it("works until the last millisecond of the issuance and not after", () => {
    expect(startActivation(issued(), command, contextAt(startMs + day - 1)).outcome.ok).toBe(true);
    expect(startActivation(issued(), command, contextAt(startMs + day)).outcome.ok).toBe(false);
  });

  const ended = { tokenId: null, reason: "test" };
  const again = { ...issueCommand, tokenId: "token-2" as TokenId, userId: "user-2" };
  const damaged = { ...theToken(issued()), registrationRecord: null };
  const refused: readonly (readonly [string, CustomerState, string])[] = [
    ["suspended", suspended(issued(), startMs), "suspended"],
    ["revoked", grown(issued(), revoke(issued(), ended, context)), "revoked"],
    ["replaced", grown(issued(), issue(issued(), again, context)), "revoked"],
    ["already set up", activated(), "activated"],
    ["in use", inUse(), "inUse"],
    ["of a cancelled customer", grown(issued(), cancel(issued(), { reason: "wish" }, context)), "notApplied"],
    ["without its record", { ...issued(), tokens: [damaged] }, "noRecord"],
  ];
  it.each(refused)(
    "gives the one neutral refusal for a token that is %s; only the log has the reason",
    (_name, state, reason) => {
      const decision = startActivation(state, command, context);
      expect(refusalOf(decision)).toEqual({ code: "activationRefused" });
      expect(decision.changes).toEqual({});
      expect(decision.events).toMatchObject([{ type: "activation.refused", detail: { phase: "start", reason } }]);
    },
  );

  it("leaves no trace of a user ID nobody has", () => {
    expect(refusalOf(startActivation(nobody, command, context))).toEqual({ code: "activationRefused" });
    const decision = startActivation(issued(), { userId: "user-9" }, context);
    expect(refusalOf(decision)).toEqual({ code: "activationRefused" });
    expect(eventKinds(decision)).toEqual([]);
  });
});
