import { describe, expect, it } from "vitest";
import {
  applied,
  codeAt,
  contextAt,
  day,
  eventKinds,
  grown,
  inUse,
  issued,
  minute,
  nobody,
  refusalOf,
  startMs,
  suspended,
  theToken,
} from "../sample-journey.ts";
import type { TokenId } from "../token.ts";
import { cancel } from "./cancel.ts";
import { importToken, type ImportTokenCommand } from "./import-token.ts";
import { verify } from "./verify.ts";

const context = contextAt(startMs);
const parameters = { algorithm: "SHA-1", digits: 6, periodSeconds: 30 } as const;
const command: ImportTokenCommand = {
  institutionId: "ozora",
  customerId: "hanako",
  tokenId: "imported-1" as TokenId,
  key: new TextEncoder().encode("12345678901234567890"),
  ...parameters,
};

describe("importToken", () => {
  it("takes a token over in use, and the customer with it when unknown", () => {
    const decision = importToken(nobody, command, context);
    const after = grown(nobody, decision);
    expect(after.customer).toMatchObject({ institutionId: "ozora", customerId: "hanako", use: "applied" });
    expect(theToken(after, "imported-1")).toMatchObject({ life: "inUse", userId: null, mobileEmail: null, digits: 6 });
    expect(eventKinds(decision)).toEqual(["application.registered", "token.imported"]);
    expect(decision.mails).toEqual([]);
  });

  it("keeps the token's own parameters when codes are verified", () => {
    const state = grown(nobody, importToken(nobody, command, context));
    const later = startMs + 5 * minute;
    const otp = codeAt(later, command.key, parameters);
    const decision = verify(state, { otp, purpose: "login", reference: null }, contextAt(later));
    expect(decision.outcome.ok).toBe(true);
    expect(verify(state, { otp: "12345678", purpose: "login", reference: null }, context).outcome).toMatchObject({
      refusal: { code: "malformedCode" },
    });
  });

  it("never expires", () => {
    const state = grown(nobody, importToken(nobody, command, context));
    const later = startMs + 400 * day;
    const otp = codeAt(later, command.key, parameters);
    expect(verify(state, { otp, purpose: "login", reference: null }, contextAt(later)).outcome.ok).toBe(true);
  });

  it("keeps a standing application and ends an issuance on its way", () => {
    const decision = importToken(issued(), command, contextAt(startMs + minute));
    const after = grown(issued(), decision);
    expect(eventKinds(decision)).toEqual(["token.imported", "token.revoked"]);
    expect(after.customer).toMatchObject({ appliedAtMs: startMs, issuancesAtMs: [startMs] });
    expect(theToken(after).life).toBe("revoked");
  });

  it("registers a cancelled customer anew", () => {
    const cancelled = grown(applied(), cancel(applied(), { reason: "wish" }, context));
    expect(eventKinds(importToken(cancelled, command, context))).toEqual(["application.registered", "token.imported"]);
  });

  it("is refused beside a token in use and round a stop", () => {
    expect(refusalOf(importToken(inUse(), command, context)).code).toBe("alreadyInUse");
    expect(refusalOf(importToken(suspended(issued(), startMs), command, context)).code).toBe("suspended");
  });

  it("throws for an empty key", () => {
    expect(() => importToken(nobody, { ...command, key: new Uint8Array() }, context)).toThrow(RangeError);
  });
});
