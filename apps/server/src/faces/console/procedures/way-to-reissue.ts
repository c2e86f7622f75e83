import { issuancesLeft, stateAfter, whatIsDue } from "@warifu/rules";
import type { Context, CustomerState } from "@warifu/rules";
import { decideOrder } from "./decide-order.ts";

type Step = "revoke" | "apply" | "allowIssuance";

/**
 * What staff do one after the other until the customer can issue a new token, which customers and our own texts call 再発行. It is found by
 * trying each step on the rules, so it cannot differ from what they do. Null where there is no way for now.
 */
export function wayToReissue(state: CustomerState, context: Context): readonly Step[] | null {
  const way: Step[] = [];
  let reached = state;
  for (let step = nextStep(reached, context); step !== null; step = nextStep(reached, context)) {
    const { outcome, changes } = decideOrder(orderOf(step, state), reached, context);
    if (!outcome.ok || way.includes(step)) return null;
    way.push(step);
    reached = stateAfter(reached, changes);
  }
  return way;
}

function nextStep(state: CustomerState, { nowMs, policy }: Context): Step | null {
  const { kind } = whatIsDue(state, nowMs);
  if (kind === "nothing" || kind === "revoked") return "apply";
  if (kind !== "issue") return "revoke";
  return state.customer !== null && issuancesLeft(state.customer, policy, nowMs) === 0 ? "allowIssuance" : null;
}

function orderOf(procedure: Step, { customer }: CustomerState) {
  return {
    procedure,
    institutionId: customer?.institutionId ?? "",
    customerId: customer?.customerId ?? "",
    profile: null,
    afterRevocation: true,
    identityCheck: "callback",
    reason: "customerRequest",
  } as const;
}
