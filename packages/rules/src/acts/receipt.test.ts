import { describe, expect, it } from "vitest";
import type { CustomerState } from "../customer.ts";
import {
  activated,
  applied,
  changedToken,
  contextAt,
  day,
  eventKinds,
  grown,
  inUse,
  issueCommand,
  issued,
  minute,
  nobody,
  paused,
  refusalOf,
  sampleKey,
  sampleUserId,
  startMs,
  suspended,
  theToken,
  valueOf,
} from "../sample-journey.ts";
import { KeyUnreadable } from "../token.ts";
import { cancel } from "./cancel.ts";
import { finishActivation } from "./finish-activation.ts";
import { receipt } from "./receipt.ts";
import { revoke } from "./revoke.ts";

const context = contextAt(startMs);
const proves = (key: Uint8Array) => key.join() === sampleKey.join();
const command = { userId: sampleUserId, proves };
const finishCommand = { tokenId: issueCommand.tokenId, registrationRecord: "record-1", key: sampleKey };

function finished(): CustomerState {
  return grown(issued(), finishActivation(issued(), finishCommand, context));
}

describe("receipt", () => {
  it("makes the token activated and deletes the record of the activation password", () => {
    const decision = receipt(finished(), command, contextAt(startMs + minute));
    expect(valueOf(decision)).toEqual({ tokenId: "token-1", status: "activated" });
    expect(changedToken(decision)).toMatchObject({
      life: "activated",
      activatedAtMs: startMs + minute,
      registrationRecord: null,
    });
    expect(eventKinds(decision)).toEqual(["activation.receipted"]);
  });

  it("gives the same answer again without a change, and tells the phone when 手順5 is done", () => {
    const again = receipt(activated(), command, context);
    expect(again).toMatchObject({ outcome: { value: { status: "activated" } }, changes: {}, events: [] });
    const confirmed = receipt(inUse(), command, context);
    expect(confirmed).toMatchObject({ outcome: { value: { status: "inUse" } }, changes: {}, events: [] });
    const waiting = receipt(paused(inUse(), startMs), command, context);
    expect(valueOf(waiting).status).toBe("inUse");
  });

  it("is refused for a key that is not the token's, whatever its state", () => {
    const other = { userId: sampleUserId, proves: () => false };
    for (const state of [finished(), activated(), inUse()]) {
      const decision = receipt(state, other, context);
      expect(refusalOf(decision)).toEqual({ code: "activationRefused" });
      expect(decision.events).toMatchObject([{ detail: { phase: "receipt", reason: "badReceipt" } }]);
    }
  });

  const revoked = grown(finished(), revoke(finished(), { tokenId: null, reason: "x" }, context));
  const refused: readonly (readonly [string, CustomerState, number, string])[] = [
    ["before the key agreement has finished", issued(), startMs, "notFinished"],
    ["after expiry", finished(), startMs + day, "expired"],
    ["after expiry of a token already set up", activated(), startMs + day, "expired"],
    ["while suspended", suspended(finished(), startMs), startMs, "suspended"],
    ["after revocation", revoked, startMs, "revoked"],
    ["after cancellation", grown(finished(), cancel(finished(), { reason: "x" }, context)), startMs, "notApplied"],
  ];
  it.each(refused)("is refused %s", (_name, state, nowMs, reason) => {
    const decision = receipt(state, command, contextAt(nowMs));
    expect(refusalOf(decision)).toEqual({ code: "activationRefused" });
    expect(decision.events).toMatchObject([{ detail: { reason } }]);
  });

  it("is refused without a trace for a user ID nobody has", () => {
    expect(receipt(nobody, command, context)).toMatchObject({ outcome: { ok: false }, events: [] });
    expect(receipt(applied(), command, context)).toMatchObject({ outcome: { ok: false }, events: [] });
  });

  it("says that the stored key cannot be read, which is no answer about the receipt", () => {
    const open = () => {
      throw new KeyUnreadable("damaged");
    };
    const state = { ...finished(), tokens: [{ ...theToken(finished()), key: { open } }] };
    expect(refusalOf(receipt(state, command, context))).toEqual({ code: "keyUnreadable" });
  });
});
