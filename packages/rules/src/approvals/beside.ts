import type { Actor } from "../actor.ts";
import type { CustomerState } from "../customer.ts";
import type { Staff } from "../staff.ts";
import type { Beside } from "../approval.ts";

/** @throws TypeError where the subject named no approval: a mistake of the caller's */
export function besideOf({ beside }: CustomerState): Beside {
  if (beside === undefined) throw new TypeError("Acts about approvals need a subject that names one.");
  return beside;
}

/** The staff member who acts, as the store knows them at this moment; null for anybody else. */
export function staffOf(state: CustomerState, { kind, id }: Actor): Staff | null {
  return kind === "staff" ? staffById(state, id) : null;
}

export function staffById(state: CustomerState, staffId: string | null): Staff | null {
  return besideOf(state).staff.find((one) => one.staffId === staffId) ?? null;
}
