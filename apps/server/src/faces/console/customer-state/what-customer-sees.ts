import { statusAt, whatIsDue } from "@warifu/rules";
import type { CustomerState } from "@warifu/rules";
import type { GateScreen } from "../../../gate-titles.ts";

/** Each screen at log-in, told apart as far as staff must speak differently. `…NoneLeft`: and no token can be issued for now. */
export type Sight =
  | "nothing"
  | "issue"
  | "noneLeft"
  | "again"
  | "againNoneLeft"
  | "issued"
  | "issuedNoneLeft"
  | "activated"
  | "activatedNoneLeft"
  | "otp"
  | "paused"
  | "locked"
  | "suspended"
  | "revoked";

/** Which screen the customer meets at log-in now: the rules' own answer, as the gate shows it (gate/visit/due-screen.ts). */
export function whatCustomerSees(state: CustomerState, issuancesLeft: number, nowMs: number): Sight {
  const due = whatIsDue(state, nowMs);
  if (due.kind !== "issue") return due.kind;
  const noneLeft = issuancesLeft === 0;
  if (due.expired) return noneLeft ? "againNoneLeft" : "again";
  if (!due.tokenIssued) return noneLeft ? "noneLeft" : "issue";
  const isActivated = state.tokens.some((token) => token.life === "activated" && statusAt(token, nowMs) !== "expired");
  if (isActivated) return noneLeft ? "activatedNoneLeft" : "activated";
  return noneLeft ? "issuedNoneLeft" : "issued";
}

/** The gate's screen of each; null: none, banking opens directly. */
export const screenOfSight = {
  nothing: null,
  issue: "issue",
  noneLeft: "tooManyIssuances",
  again: "expired",
  againNoneLeft: "expired",
  issued: "issue",
  issuedNoneLeft: "tooManyIssuances",
  activated: "issue",
  activatedNoneLeft: "tooManyIssuances",
  otp: "prompt",
  paused: "paused",
  locked: "locked",
  suspended: "suspended",
  revoked: "revoked",
} as const satisfies Record<Sight, GateScreen | null>;
