import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { forgiveRow } from "../guessing/guess-count.ts";
import type { Token, TokenId } from "../token.ts";

export interface WrongClockUndone {
  readonly tokenIds: readonly TokenId[];
}

/**
 * Takes back what a clock that was ahead has counted: right codes looked wrong by it. Whoever is paused for longer than a pause may
 * last, or was locked at a moment that is still to come, was stopped by such a clock. Codes really wrong are forgiven with the others: nobody
 * can tell them apart, and no more than a pause's worth of them was compared.
 */
export function undoWrongClock(
  state: CustomerState,
  _command: Record<string, never>,
  context: Context,
): Decision<Result<WrongClockUndone>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const stopped = state.tokens.filter((token) => isStoppedByFuture(token, context));
  if (stopped.length === 0) return refuse({ code: "notStopped" });

  const tokens = stopped.map((token) => undone(token, context));
  const tokenIds = tokens.map(({ tokenId }) => tokenId);
  const events = tokenIds.map((tokenId) => audit(context, customer, "token.unlocked", tokenId, { reason: "clock" }));
  return accept({ tokenIds }, { tokens, events });
}

function isStoppedByFuture({ life, pausedUntilMs, lockedAtMs }: Token, { nowMs, policy }: Context): boolean {
  if (life === "revoked" || life === "expired") return false;
  const isPausedTooLong = pausedUntilMs !== null && pausedUntilMs > nowMs + policy.pauseSeconds * 1000;
  return isPausedTooLong || (lockedAtMs !== null && lockedAtMs > nowMs);
}

/** The count since confirmation goes back by the row that the clock made, and no further: a pause for replays was no wrong code. */
function undone(token: Token, { policy }: Context): Token {
  const counted = token.pausesInARow * policy.wrongCodesUntilPause + token.wrongInARow;
  return {
    ...forgiveRow(token),
    wrongSinceConfirm: Math.max(0, token.wrongSinceConfirm - counted),
    lockedAtMs: null,
  };
}
