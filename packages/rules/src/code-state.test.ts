import { presence } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { revoke } from "./acts/revoke.ts";
import { verify } from "./acts/verify.ts";
import type { CodeState, CustomerState } from "./customer.ts";
import { byTokenInUse } from "./decision.ts";
import type { Context, Decision } from "./decision.ts";
import { defaultPolicy } from "./policy.ts";

const decided = <Outcome>(outcome: Outcome): Decision<Outcome> => ({ outcome, changes: {}, events: [], mails: [] });
const context: Context = {
  nowMs: 0,
  policy: defaultPolicy,
  actor: { kind: "customer", id: null, channel: "gate" },
  fenceMs: 0,
};
const command = { codeFor: presence, otp: "00000000", purpose: "login", reference: null } as const;

/** Compiled and never run: what must not compile says so. */
export const looks = {
  atWhoItIs: byTokenInUse(({ customer }) => decided([customer?.institutionId, customer?.customerId, customer?.use])),
  atTokens: byTokenInUse(({ tokens }) => decided(tokens.map(({ lastStep, key }) => [lastStep, key]))),
  ofVerify: byTokenInUse((state, context) => verify(state, command, context)),
  // @ts-expect-error The profile is not read for a code.
  atProfile: byTokenInUse(({ customer }) => decided(customer?.profile.name)),
  // @ts-expect-error Nor when they applied.
  atApplication: byTokenInUse(({ customer }) => decided(customer?.appliedAtMs)),
  // @ts-expect-error Nor how often tokens were issued to them.
  atIssuances: byTokenInUse(({ customer }) => decided(customer?.issuancesAtMs)),
  // @ts-expect-error Nor an approval.
  atApproval: byTokenInUse(({ beside }) => decided(beside)),
  // @ts-expect-error An act about the whole customer is none about a code.
  ofRevoke: byTokenInUse((state, context) => revoke(state, { tokenId: null, reason: "lost" }, context)),
};

describe("what a code is decided on", () => {
  it("is less than the whole state: that may stand for it, and never the other way round", () => {
    const whole: CustomerState = { customer: null, tokens: [] };
    const forCode: CodeState = whole;
    // @ts-expect-error A code's state is no whole one.
    const back: CustomerState = forCode;
    expect(back).toBe(whole);
    const { byTokenInUse: decide } = byTokenInUse((state) => decided(state));
    expect(decide(whole, context, 0).outcome).toBe(whole);
  });
});
