import type { Policy } from "../policy.ts";
import type { Refusal } from "../refusals.ts";
import type { Token } from "../token.ts";

/** Why no code of this token is compared now; a stop by a person beats a lock, which beats a pause. */
export function stopOf(token: Token, nowMs: number): Refusal | null {
  if (token.suspendedAtMs !== null) return { code: "suspended" };
  if (token.lockedAtMs !== null) return { code: "locked" };
  if (token.pausedUntilMs !== null && nowMs < token.pausedUntilMs) {
    return { code: "paused", untilMs: token.pausedUntilMs };
  }
  return null;
}

/** How many more wrong codes are compared before the token stops. */
export function codeTriesLeft(token: Token, policy: Policy): number {
  const untilPause = policy.wrongCodesUntilPause - token.wrongInARow;
  const untilLock = policy.wrongCodesUntilLock - token.wrongSinceConfirm;
  return Math.max(0, Math.min(untilPause, untilLock));
}

/** One more wrong code: enough in a row pause, enough pauses lock, and so do too many since confirmation. */
export function countWrongCode(token: Token, policy: Policy, nowMs: number): Token {
  const counted = { ...token, wrongInARow: token.wrongInARow + 1, wrongSinceConfirm: token.wrongSinceConfirm + 1 };
  if (counted.wrongSinceConfirm >= policy.wrongCodesUntilLock) return { ...counted, lockedAtMs: nowMs };
  if (counted.wrongInARow < policy.wrongCodesUntilPause) return counted;

  const paused = { ...counted, wrongInARow: 0, pausesInARow: token.pausesInARow + 1 };
  if (paused.pausesInARow >= policy.pausesUntilLock) return { ...paused, lockedAtMs: nowMs };
  return { ...paused, pausedUntilMs: nowMs + policy.pauseSeconds * 1000 };
}

/** A right code shown again is no guess and never locks; answering it is bounded all the same. */
export function countReplay(token: Token, policy: Policy, nowMs: number): Token {
  const replaysInARow = token.replaysInARow + 1;
  if (replaysInARow < policy.replaysUntilPause) return { ...token, replaysInARow };
  return { ...token, replaysInARow: 0, pausedUntilMs: nowMs + policy.pauseSeconds * 1000 };
}

/** A right code ends the row. The count since confirmation goes on: a thief must not be forgiven by the owner's log-ins. */
export function forgiveRow(token: Token): Token {
  return { ...token, wrongInARow: 0, pausesInARow: 0, replaysInARow: 0, pausedUntilMs: null };
}

/** A person looked into it, or the token was confirmed: every count starts again. */
export function forgiveAll(token: Token): Token {
  return { ...forgiveRow(token), wrongSinceConfirm: 0, lockedAtMs: null };
}
