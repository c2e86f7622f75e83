import type { CustomerState } from "./customer.ts";
import { isUsedUp, pendingToken, tokenInUse } from "./token-life/live-tokens.ts";
import { statusAt, type Token } from "./token.ts";

/** What a fresh log-in of this customer must show. */
export type WhatIsDue =
  /** No one-time passwords for this customer: never applied, or cancelled. */
  | { readonly kind: "nothing" }
  /**
   * 手順1. `tokenIssued`: トークン発行の省略 works. Two endings of the last issuance deserve a word. `expired`: it ran out unconfirmed.
   * `usedUp`: every try of its set-up was wrong.
   */
  | { readonly kind: "issue"; readonly tokenIssued: boolean; readonly expired: boolean; readonly usedUp: boolean }
  | { readonly kind: "otp"; readonly token: Token }
  | { readonly kind: "paused"; readonly token: Token; readonly untilMs: number }
  | { readonly kind: "locked"; readonly token: Token; readonly sinceMs: number }
  | { readonly kind: "suspended"; readonly token: Token; readonly sinceMs: number }
  /** The token in use was revoked; only a new application at the branch opens 手順1 again. */
  | { readonly kind: "revoked"; readonly sinceMs: number };

/** For the gate, the API and the console's 「お客様の画面」. */
export function whatIsDue(state: CustomerState, nowMs: number): WhatIsDue {
  const { customer } = state;
  if (customer === null || customer.use !== "applied") return { kind: "nothing" };

  const inUse = tokenInUse(state);
  if (inUse !== undefined) return stopAt(inUse, nowMs) ?? { kind: "otp", token: inUse };
  if (customer.revokedAtMs !== null) return { kind: "revoked", sinceMs: customer.revokedAtMs };

  // A pause of a token on its way is told where its code is typed; 手順1 stays open meanwhile (アドレスを直す).
  const pending = pendingToken(state, nowMs);
  const stop = pending === undefined ? null : stopAt(pending, nowMs);
  if (stop !== null && stop.kind !== "paused") return stop;
  const usedUp = pending !== undefined && isUsedUp(pending);
  return {
    kind: "issue",
    tokenIssued: pending !== undefined && !usedUp,
    expired: pending === undefined && ranOut(state, nowMs),
    usedUp,
  };
}

function stopAt(token: Token, nowMs: number): Extract<WhatIsDue, { kind: "paused" | "locked" | "suspended" }> | null {
  if (token.suspendedAtMs !== null) return { kind: "suspended", token, sinceMs: token.suspendedAtMs };
  if (token.lockedAtMs !== null) return { kind: "locked", token, sinceMs: token.lockedAtMs };
  if (token.pausedUntilMs !== null && nowMs < token.pausedUntilMs) {
    return { kind: "paused", token, untilMs: token.pausedUntilMs };
  }
  return null;
}

/** Whether the newest issuance ended by time. */
function ranOut(state: CustomerState, nowMs: number): boolean {
  const newest = state.tokens.toSorted((a, b) => b.issuedAtMs - a.issuedAtMs)[0];
  return newest !== undefined && statusAt(newest, nowMs) === "expired";
}
