import type { CustomerView, TokenStatus } from "@warifu/rules";

/** In one word where the customer stands, as the console says it. */
/** `usedUp`: issued, and every try of its set-up was wrong: only a new issuance leads on. */
export type CustomerStateName = "none" | "applied" | "cancelled" | "usedUp" | TokenStatus;

export function stateOf(view: CustomerView): CustomerStateName {
  if (view.use !== "applied" || view.status === null) return view.use;
  // A token that was revoked before it was ever in use stops nothing: the customer may issue another.
  if (view.status === "revoked" && view.due !== "revoked") return "applied";
  if (view.status === "issued" && view.token?.activationTriesLeft === 0) return "usedUp";
  return view.status;
}
