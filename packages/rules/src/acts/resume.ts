import { audit } from "../audit.ts";
import { chosenTokens, type ChosenTokens, type TokenChoice, withSuspension } from "../chosen-tokens.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";

/** 再開: what a person stopped goes on as it was; counts, pauses and locks stay. */
export function resume(state: CustomerState, command: TokenChoice, context: Context): Decision<Result<ChosenTokens>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const chosen = chosenTokens(state, command.tokenId, context.nowMs);
  if ("refusal" in chosen) return refuse({ code: chosen.refusal });
  const suspended = chosen.tokens.filter((token) => token.suspendedAtMs !== null);
  if (suspended.length === 0) return refuse({ code: "notSuspended" });

  const tokens = suspended.map((token) => withSuspension(token, null));
  const tokenIds = tokens.map((token) => token.tokenId);
  const { reason } = command;
  const events = tokenIds.map((tokenId) => audit(context, customer, "token.resumed", tokenId, { reason }));
  return accept({ tokenIds }, { tokens, events });
}
