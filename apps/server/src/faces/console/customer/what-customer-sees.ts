import { statusAt, whatIsDue } from "@warifu/rules";
import type { CustomerState } from "@warifu/rules";

export type Sight =
  | "nothing"
  | "issue"
  | "again"
  | "noneLeft"
  | "issued"
  | "activated"
  | "otp"
  | "paused"
  | "locked"
  | "suspended"
  | "revoked";

/** Which screen the customer meets at log-in now: the rules' own answer, told apart as far as staff must speak differently. */
export function whatCustomerSees(state: CustomerState, issuancesLeft: number, nowMs: number): Sight {
  const due = whatIsDue(state, nowMs);
  if (due.kind !== "issue") return due.kind;
  if (!due.tokenIssued && issuancesLeft === 0) return "noneLeft";
  if (!due.tokenIssued) return due.expired ? "again" : "issue";
  const activated = state.tokens.some((token) => token.life === "activated" && statusAt(token, nowMs) !== "expired");
  return activated ? "activated" : "issued";
}
