import type { CustomerView, TokenStatus } from "@warifu/rules";

/** In one word where the customer stands, as the console says it. */
export type CustomerStateName = "none" | "applied" | "cancelled" | TokenStatus;

export function stateOf(view: CustomerView): CustomerStateName {
  if (view.use !== "applied" || view.status === null) return view.use;
  // A token that was revoked before it was ever in use stops nothing: the customer may issue another.
  if (view.status === "revoked" && view.due !== "revoked") return "applied";
  return view.status;
}
