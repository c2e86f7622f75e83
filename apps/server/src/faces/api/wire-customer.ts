import { statusAt } from "@warifu/rules";
import type { CustomerState, Token } from "@warifu/rules";
import type { WireCustomer, WireToken } from "@warifu/wire";

/** A customer as the institution's server sees it; null for one nobody knows. No key, no mail address, no whole user ID. */
export function wireCustomer(state: CustomerState, nowMs: number): WireCustomer | null {
  const { customer, tokens } = state;
  if (customer === null) return null;
  // Newest first: while a replacement is being set up, the old token is the one that counts.
  const token = tokens.find(({ life }) => life === "inUse") ?? tokens[0] ?? null;
  const newest = tokens[0] ?? null;
  const replacement = newest !== token && newest !== null && isPending(newest, nowMs) ? newest : null;
  return {
    customerId: customer.customerId,
    use: customer.use,
    status: customer.use === "applied" && token !== null ? statusAt(token, nowMs) : customer.use,
    token: token && wireToken(token, nowMs),
    replacement: replacement && wireToken(replacement, nowMs),
  };
}

function isPending(token: Token, nowMs: number): boolean {
  return (token.life === "issued" || token.life === "activated") && statusAt(token, nowMs) !== "expired";
}

function wireToken(token: Token, nowMs: number): WireToken {
  const unfinished = token.life === "issued" || token.life === "activated" || token.life === "expired";
  return {
    tokenId: token.tokenId,
    status: statusAt(token, nowMs),
    userIdLastFour: token.userId === null ? null : token.userId.slice(-4),
    algorithm: token.algorithm,
    digits: token.digits,
    periodSeconds: token.periodSeconds,
    issuedAtMs: token.issuedAtMs,
    expiresAtMs: unfinished ? token.expiresAtMs : null,
    activatedAtMs: token.activatedAtMs,
    confirmedAtMs: token.confirmedAtMs,
    endedAtMs: token.endedAtMs,
    pausedUntilMs: token.pausedUntilMs !== null && token.pausedUntilMs > nowMs ? token.pausedUntilMs : null,
    lockedAtMs: token.lockedAtMs,
    suspendedAtMs: token.suspendedAtMs,
  };
}
