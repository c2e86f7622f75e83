import { totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import {
  apply,
  confirm,
  defaultPolicy,
  finishActivation,
  issue,
  noProfile,
  receipt,
  resume,
  revoke,
  startActivation,
  suspend,
  verify,
} from "@warifu/rules";
import type { Context, CustomerState, Decision, Result, TokenId } from "@warifu/rules";

/** One act of the life, about the customer, at its own minute. */
export interface LifeAct {
  readonly name: string;
  readonly atMs: number;
  decide(state: CustomerState, context: Context): Decision<Result<unknown>>;
  /** What must stand in no event. */
  readonly secrets: readonly string[];
}

export const subject = { institutionId: "ozora", customerId: "hanako" } as const;
export const tokenId = "token-1" as TokenId;
export const policy = defaultPolicy;

const key = Uint8Array.from({ length: 32 }, (_, index) => index * 5 + 3);
const userId = "1234567890123ABC";
const mobileEmail = "hanakodt@oozora.co.jp";
const registrationRecord = "registration-record-of-hanako";

/** A token from its application to its end, a minute between two acts; the last one is at `endMs`. */
export function tokenLife(endMs: number): readonly LifeAct[] {
  const codeAt = (atMs: number) =>
    totp(nodeHmac, key, atMs, { algorithm: "SHA-256", digits: 8, periodSeconds: policy.tokenPeriodSeconds });
  type Make = (atMs: number) => { decide: LifeAct["decide"]; codes?: readonly string[] };
  const login = (otp: string): ReturnType<Make> => ({
    codes: [otp],
    decide: (state, context) => verify(state, { otp, codeFor: presence, purpose: "login", reference: "r" }, context),
  });
  const made: readonly (readonly [string, Make])[] = [
    ["apply", () => ({ decide: (state, context) => apply(state, { ...subject, profile: noProfile }, context) })],
    [
      "issue",
      () => ({
        decide: (state, context) =>
          issue(state, { tokenId, userId, mobileEmail, registrationRecord, locale: "ja" }, context),
      }),
    ],
    ["startActivation", () => ({ decide: (state, context) => startActivation(state, { userId }, context) })],
    [
      "finishActivation",
      () => ({
        decide: (state, context) => finishActivation(state, { tokenId, registrationRecord, key }, context),
      }),
    ],
    ["receipt", () => ({ decide: (state, context) => receipt(state, { userId, proves: () => true }, context) })],
    [
      "confirm",
      (atMs) => {
        const otp = codeAt(atMs);
        return { codes: [otp], decide: (state, context) => confirm(state, { otp, codeFor: presence }, context) };
      },
    ],
    ["verify", (atMs) => login(codeAt(atMs))],
    ["verify: a replay", (atMs) => login(codeAt(atMs - 60_000))],
    ["verify: a wrong code", (atMs) => login(codeAt(atMs + 30 * 24 * 3_600_000))],
    ["verify: again", (atMs) => login(codeAt(atMs))],
    ["suspend", () => ({ decide: (state, context) => suspend(state, { tokenId: null, reason: "lost" }, context) })],
    ["resume", () => ({ decide: (state, context) => resume(state, { tokenId: null, reason: "found" }, context) })],
    ["revoke", () => ({ decide: (state, context) => revoke(state, { tokenId: null, reason: "closed" }, context) })],
  ];
  return made.map(([name, make], index) => {
    const atMs = endMs - (made.length - 1 - index) * 60_000;
    const { decide, codes = [] } = make(atMs);
    return {
      name,
      atMs,
      decide,
      secrets: [Buffer.from(key).toString("hex"), registrationRecord, mobileEmail, ...codes],
    };
  });
}
