import { apply, cancel, noProfile, resume, revoke, suspend, unlock } from "@warifu/rules";
import type { AuditEvent, Context, CustomerProfile, CustomerState, Decision, RefusalCode, Result } from "@warifu/rules";
import type { Service } from "../../../service.ts";
import { staffActor } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import type { Order } from "./order.ts";

export type CarriedOut = { readonly ok: true } | { readonly ok: false; readonly refusal: RefusalCode };

/** Performs the order's act; how identity was checked and why go into the act's own audit events, in the same commit. */
export async function carryOut(service: Service, desk: Desk, order: Order): Promise<CarriedOut> {
  const { institution } = desk;
  const subject = { institutionId: institution.institutionId, customerId: order.customerId };
  const { identityCheck, reason } = order;
  return service.perform(institution, subject, staffActor(desk), (state, context): Decision<CarriedOut> => {
    const { outcome, events, ...writing } = decide(order, subject.institutionId, state, context);
    return {
      ...writing,
      outcome: outcome.ok ? { ok: true } : { ok: false, refusal: outcome.refusal.code },
      // A reason the rules wrote themselves ("cancelled" for each token of a cancellation) stays.
      events: events.map((event) => withChecks(event, { reason, identityCheck })),
    };
  });
}

function withChecks(event: AuditEvent, { reason, identityCheck }: Pick<Order, "reason" | "identityCheck">): AuditEvent {
  return { ...event, detail: { reason, ...event.detail, identityCheck } };
}

function decide(
  { procedure, customerId, profile, afterRevocation, reason }: Order,
  institutionId: string,
  state: CustomerState,
  context: Context,
): Decision<Result<unknown>> {
  switch (procedure) {
    case "apply": {
      const known = state.customer?.profile ?? noProfile;
      const command = { institutionId, customerId, profile: completed(known, profile ?? noProfile), afterRevocation };
      return apply(state, command, context);
    }
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

/** A field left empty at the desk wipes nothing that was noted before. */
export function completed(known: CustomerProfile, typed: CustomerProfile): CustomerProfile {
  return {
    name: typed.name ?? known.name,
    nameKana: typed.nameKana ?? known.nameKana,
    branchCode: typed.branchCode ?? known.branchCode,
    accountNumber: typed.accountNumber ?? known.accountNumber,
    phone: typed.phone ?? known.phone,
  };
}
