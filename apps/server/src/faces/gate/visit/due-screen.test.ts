import { makeUserId } from "@warifu/otp";
import { apply, defaultPolicy, importToken, issue, revoke, startActivation, suspend } from "@warifu/rules";
import type { Context, CustomerState, Decision, Purpose, TokenId } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { dueScreen } from "./due-screen.ts";
import { freshNotes } from "./notes.ts";
import type { VisitNotes } from "./notes.ts";

const startMs = Date.UTC(2026, 10, 22, 5, 53);
const dayMs = 24 * 60 * 60 * 1000;
const nobody: CustomerState = { customer: null, tokens: [] };

function context(nowMs = startMs): Context {
  return { nowMs, policy: defaultPolicy, actor: { kind: "customer", id: null, channel: "gate" }, fenceMs: 0 };
}

function after<Outcome>(state: CustomerState, decision: Decision<Outcome>): CustomerState {
  const changed = decision.changes.tokens ?? [];
  const kept = state.tokens.filter(({ tokenId }) => !changed.some((token) => token.tokenId === tokenId));
  return { customer: decision.changes.customer ?? state.customer, tokens: [...changed, ...kept] };
}

const applied = after(nobody, apply(nobody, { institutionId: "i", customerId: "c", profile: noProfile() }, context()));
const issued = after(applied, issue(applied, issueCommand("1"), context()));

const inUse = after(nobody, importToken(nobody, importCommand(), context()));

function importCommand() {
  const key = new Uint8Array(32).fill(1);
  const token = { tokenId: "imported" as TokenId, key, algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
  return { institutionId: "i", customerId: "c", ...token };
}

function noProfile() {
  return { name: null, nameKana: null, branchCode: null, accountNumber: null, phone: null };
}

function issueCommand(id: string) {
  return {
    tokenId: id as TokenId,
    userId: makeUserId(new Uint8Array(16).fill(Number(id))),
    mobileEmail: "hanakodt@oozora.co.jp",
    registrationRecord: "record",
    locale: "ja",
  } as const;
}

function screen(purpose: Purpose, state: CustomerState, notes: Partial<VisitNotes> = {}, nowMs = startMs) {
  return dueScreen(purpose, { ...freshNotes, ...notes }, state, defaultPolicy, nowMs);
}

const accepted = { tokenId: "imported", atMs: startMs };
const proved = { page: "proved", accepted } as const;

describe("the screen that is due", () => {
  it("at log-in there is nothing for a customer who never applied", () => {
    expect(screen("login", nobody)).toEqual({ kind: "return", proof: "none" });
  });

  it("a transfer of a customer who never applied is not let through", () => {
    expect(screen("transfer", nobody)).toEqual({ kind: "notApplied" });
  });

  it("a transfer before the set-up is done is not let through", () => {
    expect(screen("transfer", applied)).toEqual({ kind: "notReady" });
    expect(screen("transfer", issued, { page: "confirm" })).toEqual({ kind: "notReady" });
  });

  it("手順1 comes first at every log-in until the token is confirmed", () => {
    expect(screen("login", applied)).toEqual({ kind: "issue", tokenIssued: false, usedUp: false });
    expect(screen("login", issued)).toEqual({ kind: "issue", tokenIssued: true, usedUp: false });
  });

  it("手順2 needs a token, whatever the visit's notes say", () => {
    expect(screen("login", issued, { page: "confirm" })).toMatchObject({ kind: "confirm" });
    expect(screen("login", applied, { page: "confirm" })).toEqual({ kind: "issue", tokenIssued: false, usedUp: false });
  });

  it("an issuance that ran out is said once, then the customer may issue again", () => {
    const later = startMs + dayMs;
    expect(screen("login", issued, {}, later - 1)).toMatchObject({ kind: "issue" });
    expect(screen("login", issued, {}, later)).toEqual({ kind: "expired" });
    expect(screen("login", issued, { page: "confirm" }, later)).toEqual({ kind: "expired" });
    expect(screen("login", issued, { page: "issue" }, later)).toEqual({
      kind: "issue",
      tokenIssued: false,
      usedUp: false,
    });
  });

  it("the limit of issuances is told before anything is filled in, with the time of the next", () => {
    let thrice = issued;
    for (const id of ["2", "3"]) thrice = after(thrice, issue(thrice, issueCommand(id), context()));
    const limit = { kind: "tooManyIssuances", tokenIssued: true, untilMs: startMs + dayMs };
    expect(screen("login", thrice)).toEqual(limit);
    expect(screen("login", thrice, { page: "issue" })).toEqual(limit);
    expect(screen("login", thrice, { page: "confirm" })).toMatchObject({ kind: "confirm" });
    expect(screen("login", thrice, { page: "issue" }, startMs + dayMs)).toMatchObject({ kind: "issue" });
  });

  it("G-120 says so when another token has taken the place of its own", () => {
    const again = after(issued, issue(issued, issueCommand("2"), context()));
    const [tokenId] = ["1" as TokenId];
    expect(screen("login", issued, { page: "confirm", tokenId })).toMatchObject({ kind: "confirm" });
    expect(screen("login", again, { page: "confirm", tokenId })).toEqual({ kind: "replaced" });
    expect(screen("login", again, { page: "confirm", tokenId: "2" as TokenId })).toMatchObject({ kind: "confirm" });
  });

  it("five wrong activation passwords use an issuance up: G-120 says so, and 手順1 has no 省略 back to it", () => {
    let state = issued;
    const userId = issueCommand("1").userId;
    for (let tries = 0; tries < 5; tries += 1) state = after(state, startActivation(state, { userId }, context()));
    expect(screen("login", state, { page: "confirm" })).toEqual({ kind: "usedUp" });
    expect(screen("login", state)).toEqual({ kind: "issue", tokenIssued: false, usedUp: true });
  });

  it("a suspended token shows as suspended at every step and for every purpose", () => {
    const stopped = after(issued, suspend(issued, { tokenId: null, reason: "lost" }, context()));
    for (const page of ["issue", "confirm", "done", null] as const) {
      expect(screen("login", stopped, { page })).toEqual({ kind: "suspended", sinceMs: startMs });
    }
    expect(screen("transfer", stopped)).toMatchObject({ kind: "suspended" });
  });

  it("a note that a code was accepted leads straight back, unless the token has been stopped since", () => {
    expect(screen("transfer", inUse, proved)).toEqual({ kind: "return", proof: accepted });
    const stopped = after(inUse, suspend(inUse, { tokenId: null, reason: "lost" }, context()));
    expect(screen("transfer", stopped, proved)).toMatchObject({ kind: "suspended" });
    const ended = after(inUse, revoke(inUse, { tokenId: null, reason: "lost" }, context()));
    expect(screen("login", ended, proved)).toEqual({ kind: "revoked" });
  });

  it("an accepted code leads back for a minute, and only while the same token is in use", () => {
    expect(screen("login", inUse, proved, startMs + 59_999)).toMatchObject({ kind: "return" });
    expect(screen("login", inUse, proved, startMs + 60_000)).toMatchObject({ kind: "prompt" });
    const anothers = { ...accepted, tokenId: "another" };
    expect(screen("login", inUse, { page: "proved", accepted: anothers })).toMatchObject({ kind: "prompt" });
    expect(screen("login", inUse, { page: "proved" })).toMatchObject({ kind: "prompt" });
    expect(screen("login", inUse, { page: "done", accepted }, startMs + dayMs)).toMatchObject({ kind: "done" });
    expect(screen("login", inUse, { page: "done", accepted: anothers })).toMatchObject({ kind: "prompt" });
  });

  it("a token revoked before it was confirmed leads to 手順1 again", () => {
    const ended = after(issued, revoke(issued, { tokenId: null, reason: "mistake" }, context()));
    expect(screen("login", ended, { page: "confirm" })).toEqual({ kind: "issue", tokenIssued: false, usedUp: false });
  });
});
