import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import {
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
import { noProfile } from "../customer.ts";
import { apply } from "./apply.ts";
import { cancel } from "./cancel.ts";
import { importToken, type ImportTokenCommand } from "./import-token.ts";
import { revoke } from "./revoke.ts";
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
    const decision = verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, contextAt(later));
    expect(decision.outcome.ok).toBe(true);
    expect(
      verify(state, { codeFor: presence, otp: "12345678", purpose: "login", reference: null }, context).outcome,
    ).toMatchObject({
      refusal: { code: "malformedCode" },
    });
  });

  it("never expires", () => {
    const state = grown(nobody, importToken(nobody, command, context));
    const later = startMs + 400 * day;
    const otp = codeAt(later, command.key, parameters);
    expect(
      verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, contextAt(later)).outcome.ok,
    ).toBe(true);
  });

  it("keeps a standing application and ends an issuance on its way", () => {
    const decision = importToken(issued(), command, contextAt(startMs + minute));
    const after = grown(issued(), decision);
    expect(eventKinds(decision)).toEqual(["token.imported", "token.revoked"]);
    expect(after.customer).toMatchObject({ appliedAtMs: startMs, issuancesAtMs: [startMs] });
    expect(theToken(after).life).toBe("revoked");
  });

  it("changes nothing when the same token was taken over before, whatever happened to it since", () => {
    const before = grown(nobody, importToken(nobody, command, context));
    const again = { ...command, tokenId: "imported-2" as TokenId };
    for (const state of [before, suspended(before, startMs)]) {
      const decision = importToken(state, again, contextAt(startMs + day));
      expect(decision.outcome).toEqual({ ok: true, value: { tokenId: "imported-1", wasThere: true } });
      expect([decision.changes, decision.events, decision.mails]).toEqual([{}, [], []]);
    }
  });

  it("is refused when another key or other parameters were taken over before", () => {
    const before = grown(nobody, importToken(nobody, command, context));
    for (const changed of [
      { key: command.key.map((byte, index) => (index === 19 ? byte ^ 1 : byte)) },
      { key: command.key.slice(1) },
      { algorithm: "SHA-256" as const },
      { digits: 8 as const },
      { periodSeconds: 60 },
    ]) {
      expect(refusalOf(importToken(before, { ...command, ...changed }, context)).code).toBe("alreadyInUse");
    }
  });

  it("brings no ended token back: whose token was revoked or use cancelled needs a new application first", () => {
    const before = grown(nobody, importToken(nobody, command, context));
    const revoked = grown(before, revoke(before, { tokenId: null, reason: "lost" }, context));
    const cancelled = grown(before, cancel(before, { reason: "wish" }, context));
    const application = { institutionId: "ozora", customerId: "hanako", profile: noProfile, afterRevocation: true };
    for (const ended of [revoked, cancelled]) {
      expect(refusalOf(importToken(ended, command, context)).code).toBe("ended");
      const applies = grown(ended, apply(ended, application, context));
      expect(eventKinds(importToken(applies, command, context))).toEqual(["token.imported"]);
    }
  });

  it("is refused beside a token in use and round a stop", () => {
    expect(refusalOf(importToken(inUse(), command, context)).code).toBe("alreadyInUse");
    expect(refusalOf(importToken(suspended(issued(), startMs), command, context)).code).toBe("suspended");
  });

  it("throws for an empty key", () => {
    expect(() => importToken(nobody, { ...command, key: new Uint8Array() }, context)).toThrow(RangeError);
  });
});
