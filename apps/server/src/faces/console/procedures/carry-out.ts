import type { AuditEvent, Decision, RefusalCode } from "@warifu/rules";
import type { Service } from "../../../service.ts";
import { staffActor } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { decideOrder } from "./decide-order.ts";
import type { OrderContent } from "./order.ts";
import { fingerprintOf, preview } from "./preview.ts";

export type CarriedOut =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: RefusalCode }
  /** The customer changed since the staff member looked: nothing was done. */
  | { readonly ok: false; readonly refusal: "changedMeanwhile" };

/**
 * Performs the order's act; how identity was checked and why go into the act's own audit events, in the same commit.
 * With `seen`, the name of the preview on the check screen, nothing is done unless the act would still do exactly that; it is
 * compared under the customer's lock, so nothing can come between.
 */
export async function carryOut(
  service: Service,
  desk: Desk,
  order: OrderContent,
  seen: string | null,
): Promise<CarriedOut> {
  const { institution } = desk;
  const subject = { institutionId: institution.institutionId, customerId: order.customerId };
  const { identityCheck, reason } = order;
  return service.perform(institution, subject, staffActor(desk), (state, context): Decision<CarriedOut> => {
    if (seen !== null && fingerprintOf(preview(order, state, context)) !== seen) return nothingDone;
    const { outcome, events, ...writing } = decideOrder(order, state, context);
    return {
      ...writing,
      outcome: outcome.ok ? { ok: true } : { ok: false, refusal: outcome.refusal.code },
      // A reason the rules wrote themselves ("cancelled" for each token of a cancellation) stays.
      events: events.map((event) => withChecks(event, { reason, identityCheck })),
    };
  });
}

const nothingDone: Decision<CarriedOut> = {
  outcome: { ok: false, refusal: "changedMeanwhile" },
  changes: {},
  events: [],
  mails: [],
};

function withChecks(event: AuditEvent, { reason, identityCheck }: Pick<OrderContent, "reason" | "identityCheck">) {
  return { ...event, detail: { reason, ...event.detail, identityCheck } };
}
