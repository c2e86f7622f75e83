import { chosenTokens, type ChosenTokens, type TokenChoice } from "../chosen-tokens.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { endTokens } from "../token-life/token-end.ts";

/**
 * 失効: the tokens end for ever. When one was in use, the customer cannot just issue another: whoever has the bank password
 * could. The branch registers a new application first.
 */
export function revoke(state: CustomerState, command: TokenChoice, context: Context): Decision<Result<ChosenTokens>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const chosen = chosenTokens(state, command.tokenId, context.nowMs);
  if ("refusal" in chosen) return refuse({ code: chosen.refusal });

  const { tokens, events } = endTokens(chosen.tokens, { given: command.reason }, customer, context);
  const tokenIds = tokens.map((token) => token.tokenId);
  if (!chosen.tokens.some((token) => token.life === "inUse")) return accept({ tokenIds }, { tokens, events });
  return accept({ tokenIds }, { customer: { ...customer, revokedAtMs: context.nowMs }, tokens, events });
}
