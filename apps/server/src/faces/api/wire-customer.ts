import { customerView } from "@warifu/rules";
import type { CustomerState, Policy, TokenView } from "@warifu/rules";
import type { WireCustomer, WireToken } from "@warifu/wire";

/** A customer as the institution's server sees it; null for one nobody knows. No key, no mail address, no whole user ID. */
export function wireCustomer(state: CustomerState, policy: Policy, nowMs: number): WireCustomer | null {
  const view = customerView(state, policy, nowMs);
  if (view === null) return null;
  return {
    customerId: view.customerId,
    use: view.use,
    status: view.use === "applied" ? (view.status ?? view.use) : view.use,
    token: view.token && wireToken(view.token),
    replacement: view.replacement && wireToken(view.replacement),
    issuancesLeft: view.issuancesLeft,
  };
}

/** Field by field: what the rules' view may gain later does not go out by itself. */
function wireToken(token: TokenView): WireToken {
  return {
    tokenId: token.tokenId,
    status: token.status,
    sinceMs: token.sinceMs,
    untilMs: token.untilMs,
    imported: token.imported,
    userIdLastFour: token.userIdLastFour,
    issuedAtMs: token.issuedAtMs,
    activatedAtMs: token.activatedAtMs,
    confirmedAtMs: token.confirmedAtMs,
    endedAtMs: token.endedAtMs,
    triesLeft: token.triesLeft,
  };
}
