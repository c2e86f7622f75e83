import type { CodeState, CustomerState } from "../customer.ts";
import type { Token, TokenId } from "../token.ts";

/** Issued or set up, and its time ran out before it was confirmed. */
export function isOverdue(token: Token, nowMs: number): boolean {
  return (token.life === "issued" || token.life === "activated") && nowMs >= token.expiresAtMs;
}

/** Everything that has not ended. */
export function liveTokens(state: CustomerState, nowMs: number): readonly Token[] {
  return state.tokens.filter(
    (token) => token.life !== "revoked" && token.life !== "expired" && !isOverdue(token, nowMs),
  );
}

/** The one that opens doors, stopped or not. */
export function tokenInUse(state: CodeState): Token | undefined {
  return state.tokens.find((token) => token.life === "inUse");
}

/** The one on its way through the five steps: issued or set up, not confirmed, not overdue. */
export function pendingToken(state: CustomerState, nowMs: number): Token | undefined {
  return liveTokens(state, nowMs).find((token) => token.life !== "inUse");
}

/**
 * No try of the set-up is left and none succeeded: these IDs lead nowhere any more. While the last try is still under way this
 * says so too, so nothing may be ended because of it.
 */
export function isUsedUp(token: Token): boolean {
  return token.life === "issued" && token.activationTriesLeft <= 0 && token.key === null;
}

/** A person stopped this customer: no new token may go round the stop. */
export function isSuspended(state: CustomerState, nowMs: number): boolean {
  return liveTokens(state, nowMs).some((token) => token.suspendedAtMs !== null);
}

export function isLocked(state: CustomerState, nowMs: number): boolean {
  return liveTokens(state, nowMs).some((token) => token.lockedAtMs !== null);
}

export function tokenById(state: CustomerState, tokenId: TokenId): Token | undefined {
  return state.tokens.find((token) => token.tokenId === tokenId);
}

export function tokenByUserId(state: CustomerState, userId: string): Token | undefined {
  return state.tokens.find((token) => token.userId === userId);
}
