import { describe, expect, it } from "vitest";
import { noProfile } from "../customer.ts";
import {
  applied,
  applyCommand,
  contextAt,
  eventKinds,
  grown,
  inUse,
  issued,
  minute,
  nobody,
  refusalOf,
  startMs,
} from "../sample-journey.ts";
import { apply } from "./apply.ts";
import { cancel } from "./cancel.ts";
import { revoke } from "./revoke.ts";

describe("apply", () => {
  it("makes a customer nobody had heard of", () => {
    const decision = apply(nobody, { ...applyCommand, profile: { ...noProfile, name: "花子" } }, contextAt(startMs));
    expect(decision.outcome).toEqual({ ok: true, value: { use: "applied" } });
    expect(decision.changes.customer).toMatchObject({
      customerId: "hanako",
      use: "applied",
      profile: { name: "花子" },
    });
    expect(eventKinds(decision)).toEqual(["application.registered"]);
  });

  it("is refused while an application stands, and changes nothing", () => {
    const decision = apply(applied(), applyCommand, contextAt(startMs + minute));
    expect(refusalOf(decision)).toEqual({ code: "alreadyApplied" });
    expect(decision).toMatchObject({ changes: {}, events: [], mails: [] });
  });

  it("is possible again after a cancellation, but does not refill the day's issuances", () => {
    const cancelled = grown(issued(), cancel(issued(), { reason: "wish" }, contextAt(startMs)));
    const again = grown(cancelled, apply(cancelled, applyCommand, contextAt(startMs + minute)));
    expect(again.customer).toMatchObject({ use: "applied", appliedAtMs: startMs + minute, issuancesAtMs: [startMs] });
  });

  it("opens 手順1 after a revocation only when the branch says so, not by a repeated registration", () => {
    const revoked = grown(inUse(), revoke(inUse(), { tokenId: null, reason: "lost" }, contextAt(startMs + minute)));
    const later = contextAt(startMs + 2 * minute);
    expect(refusalOf(apply(revoked, applyCommand, later))).toEqual({ code: "alreadyApplied" });
    const reopened = grown(revoked, apply(revoked, { ...applyCommand, afterRevocation: true }, later));
    expect(reopened.customer).toMatchObject({ use: "applied", revokedAtMs: null });
    expect(refusalOf(apply(applied(), { ...applyCommand, afterRevocation: true }, later)).code).toBe("alreadyApplied");
  });
});
