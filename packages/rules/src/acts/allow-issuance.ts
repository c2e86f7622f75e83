import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { extraIssuancesAgainAtMs, issuancesLeft, recentExtraIssuances } from "../issuance-limit.ts";

export interface AllowIssuanceCommand {
  /** From the console's list or the institution; recorded. */
  readonly reason: string;
}

/**
 * 発行の追加: a person lets the customer issue once more than the day's limit. Only when the limit is reached, and only so often in
 * 24 hours: the limit is there because each issuance is one more set of tries for whoever got hold of the mail and the IDs.
 */
export function allowIssuance(
  state: CustomerState,
  command: AllowIssuanceCommand,
  context: Context,
): Decision<Result<{ readonly issuancesLeft: number }>> {
  const { nowMs, policy } = context;
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  if (customer.use !== "applied") return refuse({ code: "notApplied" });
  if (issuancesLeft(customer, policy, nowMs) > 0) return refuse({ code: "issuancesLeft" });
  const untilMs = extraIssuancesAgainAtMs(customer, policy, nowMs);
  if (untilMs !== null) return refuse({ code: "tooManyAllowed", untilMs });

  const allowed = {
    ...customer,
    extraIssuancesAtMs: [...recentExtraIssuances(customer, nowMs), nowMs],
  };
  const left = issuancesLeft(allowed, policy, nowMs);
  const { reason } = command;
  return accept(
    { issuancesLeft: left },
    {
      customer: allowed,
      events: [audit(context, customer, "issuance.allowed", null, { reason, issuancesLeft: left })],
    },
  );
}
