import { allowIssuance, apply, cancel, noProfile, resume, revoke, suspend, unlock } from "@warifu/rules";
import type { Context, CustomerProfile, CustomerState, Decision, Result } from "@warifu/rules";
import type { OrderContent } from "./order.ts";

/** The act of the rules behind each procedure. Asked twice: when its outcome is shown, and when it is carried out. */
export function decideOrder(order: OrderContent, state: CustomerState, context: Context): Decision<Result<unknown>> {
  const { reason } = order;
  switch (order.procedure) {
    case "apply":
      return apply(state, applicationOf(order, state), context);
    case "allowIssuance":
      return allowIssuance(state, { reason }, context);
    case "cancel":
      return cancel(state, { reason }, context);
    case "suspend":
      return suspend(state, { tokenId: null, reason }, context);
    case "resume":
      return resume(state, { tokenId: null, reason }, context);
    case "unlock":
      return unlock(state, { tokenId: null, reason }, context);
    case "revoke":
      return revoke(state, { tokenId: null, reason }, context);
  }
}

function applicationOf({ institutionId, customerId, profile, afterRevocation }: OrderContent, state: CustomerState) {
  const known = state.customer?.profile ?? noProfile;
  return { institutionId, customerId, profile: completed(known, profile ?? noProfile), afterRevocation };
}

/** A field left empty at the desk wipes nothing that was noted before. */
function completed(known: CustomerProfile, typed: CustomerProfile): CustomerProfile {
  return {
    name: typed.name ?? known.name,
    nameKana: typed.nameKana ?? known.nameKana,
    branchCode: typed.branchCode ?? known.branchCode,
    accountNumber: typed.accountNumber ?? known.accountNumber,
    phone: typed.phone ?? known.phone,
  };
}
