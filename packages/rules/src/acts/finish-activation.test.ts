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
  issueCommand,
  issued,
  nobody,
  refusalOf,
  sampleKey,
  startMs,
  suspended,
} from "../sample-journey.ts";
import type { TokenId } from "../token.ts";
import { finishActivation } from "./finish-activation.ts";
import { issue } from "./issue.ts";
import { revoke } from "./revoke.ts";

const context = contextAt(startMs);
const command = { tokenId: issueCommand.tokenId, registrationRecord: "record-1", key: sampleKey };

describe("finishActivation", () => {
  it("stores the key and leaves the token waiting for the receipt", () => {
    const decision = finishActivation(issued(), command, context);
    const token = changedToken(decision);
    expect(token).toMatchObject({ life: "issued", registrationRecord: "record-1" });
    expect(token.key?.open()).toEqual(sampleKey);
    expect(eventKinds(decision)).toEqual(["activation.finished"]);
  });

  it("may be repeated until the receipt has come: the last key counts", () => {
    const once = grown(issued(), finishActivation(issued(), command, context));
    const other = sampleKey.map((byte) => byte ^ 0xff);
    const token = changedToken(finishActivation(once, { ...command, key: other }, context));
    expect(token.key?.open()).toEqual(other);
  });

  it("keeps its own copy of the key, since the caller may wipe the bytes", () => {
    const bytes = sampleKey.slice();
    const token = changedToken(finishActivation(issued(), { ...command, key: bytes }, context));
    bytes.fill(0);
    token.key?.open().fill(0);
    expect(token.key?.open()).toEqual(sampleKey);
  });

  const again = { ...issueCommand, tokenId: "token-2" as TokenId, userId: "user-2" };
  const refused: readonly (readonly [string, CustomerState, number, string])[] = [
    ["expiry", issued(), startMs + day, "expired"],
    ["suspension", suspended(issued(), startMs), startMs, "suspended"],
    ["revocation", grown(issued(), revoke(issued(), { tokenId: null, reason: "x" }, context)), startMs, "revoked"],
    ["replacement", grown(issued(), issue(issued(), again, context)), startMs, "revoked"],
    ["the receipt", activated(), startMs, "activated"],
  ];
  it.each(refused)("is refused after %s", (_name, state, nowMs, reason) => {
    const decision = finishActivation(state, command, contextAt(nowMs));
    expect(refusalOf(decision)).toEqual({ code: "activationRefused" });
    expect(decision.events).toMatchObject([{ detail: { phase: "finish", reason } }]);
  });

  it("is refused with the record of another exchange", () => {
    const decision = finishActivation(issued(), { ...command, registrationRecord: "record-0" }, context);
    expect(decision.events).toMatchObject([{ detail: { reason: "replaced" } }]);
  });

  it("is refused for a token nobody has", () => {
    expect(refusalOf(finishActivation(nobody, command, context)).code).toBe("activationRefused");
    expect(refusalOf(finishActivation(applied(), command, context)).code).toBe("activationRefused");
  });
});
