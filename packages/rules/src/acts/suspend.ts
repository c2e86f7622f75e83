import { audit } from "../audit.ts";
import { chosenTokens, type ChosenTokens, type TokenChoice, withSuspension } from "../chosen-tokens.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";

/** 一時停止: a person stops the tokens (lost phone). Reversible; nothing of the customer's goes on meanwhile. */
export function suspend(state: CustomerState, command: TokenChoice, context: Context): Decision<Result<ChosenTokens>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const chosen = chosenTokens(state, command.tokenId, context.nowMs);
  if ("refusal" in chosen) return refuse({ code: chosen.refusal });
  const running = chosen.tokens.filter((token) => token.suspendedAtMs === null);
  if (running.length === 0) return refuse({ code: "suspended" });

  const tokens = running.map((token) => withSuspension(token, context.nowMs));
  const tokenIds = tokens.map((token) => token.tokenId);
  const { reason } = command;
  const events = tokenIds.map((tokenId) => audit(context, customer, "token.suspended", tokenId, { reason }));
  return accept({ tokenIds }, { tokens, events });
}
