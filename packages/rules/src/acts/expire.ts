import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isOverdue } from "../token-life/live-tokens.ts";
import { endTokens } from "../token-life/token-end.ts";

/**
 * Writes down what time has done: overdue tokens end and lose their secrets. For a job; no rule waits for it, since every act
 * looks at the clock itself.
 */
export function expire(
  state: CustomerState,
  _command: Readonly<Record<string, never>>,
  context: Context,
): Decision<Result<{ readonly expiredTokens: number }>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const overdue = state.tokens.filter((token) => isOverdue(token, context.nowMs));
  const { tokens, events } = endTokens(overdue, "expired", customer, context);
  return accept({ expiredTokens: tokens.length }, { tokens, events });
}
