import { audit } from "../audit.ts";
import { chosenTokens, type ChosenTokens, type TokenChoice } from "../chosen-tokens.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { forgiveAll } from "../guessing/guess-count.ts";
import type { Token } from "../token.ts";

/** ロック解除: staff or a master user lifts a lock or pause; every count starts again. Nobody needs a code for it. */
export function unlock(state: CustomerState, command: TokenChoice, context: Context): Decision<Result<ChosenTokens>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const chosen = chosenTokens(state, command.tokenId, context.nowMs);
  if ("refusal" in chosen) return refuse({ code: chosen.refusal });
  const stopped = chosen.tokens.filter((token) => isStopped(token, context.nowMs));
  if (stopped.length === 0) return refuse({ code: "notStopped" });

  const tokens = stopped.map(forgiveAll);
  const tokenIds = tokens.map((token) => token.tokenId);
  const { reason } = command;
  const events = tokenIds.map((tokenId) => audit(context, customer, "token.unlocked", tokenId, { reason }));
  return accept({ tokenIds }, { tokens, events });
}

function isStopped(token: Token, nowMs: number): boolean {
  return token.lockedAtMs !== null || (token.pausedUntilMs !== null && nowMs < token.pausedUntilMs);
}
