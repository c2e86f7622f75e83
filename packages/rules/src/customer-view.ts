import type { CustomerState, OtpUse } from "./customer.ts";
import { codeTriesLeft } from "./guessing/guess-count.ts";
import { issuancesAgainAtMs, issuancesLeft } from "./issuance-limit.ts";
import { pendingToken, tokenInUse } from "./token-life/live-tokens.ts";
import type { Policy } from "./policy.ts";
import { openedMobileEmail, statusAt, type Token, type TokenId, type TokenStatus } from "./token.ts";
import { whatIsDue, type WhatIsDue } from "./what-is-due.ts";

/** One token as the API and the console may show it: no key, no whole user ID, no whole address. */
export interface TokenView {
  readonly tokenId: TokenId;
  readonly status: TokenStatus;
  /** When the token came into this status. A pause keeps no beginning: then the time of the last step before it. */
  readonly sinceMs: number;
  /** When the status ends by itself: a pause, or an issuance that is waiting. */
  readonly untilMs: number | null;
  /** Taken over from another system: has no user ID, was never activated here. */
  readonly imported: boolean;
  readonly userIdLastFour: string | null;
  readonly maskedMobileEmail: string | null;
  readonly issuedAtMs: number;
  readonly activatedAtMs: number | null;
  readonly confirmedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Wrong codes still compared before the next stop; 0 while stopped. */
  readonly triesLeft: number;
  readonly periodSeconds: number;
  readonly activationTriesLeft: number;
  readonly mailResendsLeft: number;
  /** How far the phone's clock was last seen ahead of ours; negative: behind. */
  readonly clockAheadSeconds: number;
  readonly replacesTokenId: TokenId | null;
}

/** One customer in plain facts. */
export interface CustomerView {
  readonly customerId: string;
  readonly use: OtpUse;
  readonly appliedAtMs: number | null;
  /** Status of `token`; null when there never was one. */
  readonly status: TokenStatus | null;
  /** The token that matters now: in use, else on its way, else the last one that ended. */
  readonly token: TokenView | null;
  /** A replacement on its way beside a token in use. */
  readonly replacement: TokenView | null;
  /** All of them, newest first. */
  readonly tokens: readonly TokenView[];
  /** How many tokens may be issued within 24 hours from now on. */
  readonly issuancesLeft: number;
  /** When the next one may be issued; null: now. */
  readonly issuancesAgainAtMs: number | null;
  readonly due: WhatIsDue["kind"];
}

/** What the API answers and the console shows about a customer; null for one nobody has heard of. */
export function customerView(state: CustomerState, policy: Policy, nowMs: number): CustomerView | null {
  const { customer } = state;
  if (customer === null) return null;
  const newestFirst = state.tokens.toSorted((a, b) => b.issuedAtMs - a.issuedAtMs);
  const inUse = tokenInUse(state);
  const pending = pendingToken(state, nowMs);
  const main = inUse ?? pending ?? newestFirst[0];
  const view = (token: Token | undefined) => (token === undefined ? null : tokenView(token, policy, nowMs));
  return {
    customerId: customer.customerId,
    use: customer.use,
    appliedAtMs: customer.appliedAtMs,
    status: main === undefined ? null : statusAt(main, nowMs),
    token: view(main),
    replacement: inUse === undefined ? null : view(pending),
    tokens: newestFirst.map((token) => tokenView(token, policy, nowMs)),
    issuancesLeft: issuancesLeft(customer, policy, nowMs),
    issuancesAgainAtMs: issuancesAgainAtMs(customer, policy, nowMs),
    due: whatIsDue(state, nowMs).kind,
  };
}

function tokenView(token: Token, policy: Policy, nowMs: number): TokenView {
  const status = statusAt(token, nowMs);
  const mobileEmail = openedMobileEmail(token);
  const { tokenId, issuedAtMs, activatedAtMs, confirmedAtMs, driftSteps, replacesTokenId } = token;
  return {
    tokenId,
    status,
    sinceMs: since(token, status),
    untilMs: until(token, status),
    imported: token.userId === null,
    userIdLastFour: token.userId?.slice(-4) ?? null,
    maskedMobileEmail: mobileEmail === null ? null : maskedMobileEmail(mobileEmail),
    issuedAtMs,
    activatedAtMs,
    confirmedAtMs,
    endedAtMs: status === "expired" ? token.expiresAtMs : token.endedAtMs,
    triesLeft: status === "activated" || status === "inUse" ? codeTriesLeft(token, policy) : 0,
    periodSeconds: token.periodSeconds,
    activationTriesLeft: token.activationTriesLeft,
    mailResendsLeft: Math.max(0, policy.mailResendsPerIssuance - token.mailResends),
    clockAheadSeconds: driftSteps * token.periodSeconds,
    replacesTokenId,
  };
}

function since(token: Token, status: TokenStatus): number {
  const lastStep = token.confirmedAtMs ?? token.activatedAtMs ?? token.issuedAtMs;
  if (status === "suspended") return token.suspendedAtMs ?? lastStep;
  if (status === "locked") return token.lockedAtMs ?? lastStep;
  if (status === "revoked") return token.endedAtMs ?? lastStep;
  return status === "expired" ? token.expiresAtMs : lastStep;
}

function until(token: Token, status: TokenStatus): number | null {
  if (status === "paused") return token.pausedUntilMs;
  return status === "issued" || status === "activated" ? token.expiresAtMs : null;
}

/** Enough to recognise one's own address, too little to write to it: ta***@oozora.co.jp. */
export function maskedMobileEmail(mobileEmail: string): string {
  const at = mobileEmail.lastIndexOf("@");
  return `${mobileEmail.slice(0, Math.min(2, Math.max(0, at - 1)))}***${mobileEmail.slice(at)}`;
}
