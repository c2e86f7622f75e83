import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { liveTokens } from "../token-life/live-tokens.ts";
import { endTokens } from "../token-life/token-end.ts";

export interface CancelCommand {
  /** From the console's list or the institution; recorded. */
  readonly reason: string;
}

/** 利用解除: the customer's OTP use ends, and with it every live token. */
export function cancel(
  state: CustomerState,
  command: CancelCommand,
  context: Context,
): Decision<Result<{ readonly revokedTokens: number }>> {
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  if (customer.use !== "applied") return refuse({ code: "notApplied" });

  const ends = endTokens(liveTokens(state, context.nowMs), "cancelled", customer, context);
  const cancelled = audit(context, customer, "application.cancelled", null, { reason: command.reason });
  return accept(
    { revokedTokens: ends.tokens.length },
    { customer: { ...customer, use: "cancelled" }, tokens: ends.tokens, events: [cancelled, ...ends.events] },
  );
}
