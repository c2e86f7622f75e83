import { createHash } from "node:crypto";
import { customerView, issuancesLeft, noProfile, stateAfter } from "@warifu/rules";
import type { Context, CustomerState, CustomerView, Policy, RefusalCode, TokenView } from "@warifu/rules";
import { stateOf } from "../customer-state/state-of.ts";
import type { CustomerStateName } from "../customer-state/state-of.ts";
import { whatCustomerSees } from "../customer-state/what-customer-sees.ts";
import type { Sight } from "../customer-state/what-customer-sees.ts";
import { decideOrder } from "./decide-order.ts";
import type { OrderContent } from "./order.ts";
import type { ProcedureName } from "./procedures.ts";
import { profileFields } from "./read-application.ts";

type ProfileField = (typeof profileFields)[number];
type CountItem = "triesLeft" | "liveTokens" | "issuancesLeft";

/** One thing that a procedure changes, or leaves as it is, before any language. */
export type Change =
  | { readonly item: "state"; readonly before: CustomerStateName; readonly after: CustomerStateName }
  | { readonly item: "sight"; readonly before: Sight; readonly after: Sight }
  | { readonly item: CountItem; readonly before: number; readonly after: number }
  | { readonly item: ProfileField; readonly before: string | null; readonly after: string | null };

/** What a procedure would do to a customer as things stand, or why the rules would refuse it. */
export type Preview =
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly refusal: RefusalCode };

/**
 * 現在 → 手続き後, by deciding the act itself and writing nothing: what is shown cannot differ from what the rules do.
 */
export function preview(order: OrderContent, state: CustomerState, context: Context): Preview {
  const { outcome, changes } = decideOrder(order, state, context);
  if (!outcome.ok) return { ok: false, refusal: outcome.refusal.code };
  const after = stateAfter(state, changes);
  const { policy, nowMs } = context;
  const views = { before: customerView(state, policy, nowMs), after: customerView(after, policy, nowMs) };
  const profiles = { before: state.customer?.profile ?? noProfile, after: after.customer?.profile ?? noProfile };
  return {
    ok: true,
    changes: [
      { item: "state", before: nameOf(views.before), after: nameOf(views.after) },
      { item: "sight", before: sightOf(state, policy, nowMs), after: sightOf(after, policy, nowMs) },
      ...countsOf[order.procedure].map((item) => ({
        item,
        before: counts[item](views.before),
        after: counts[item](views.after),
      })),
      ...profileFields
        .filter((field) => order.procedure === "apply" && profiles.after[field] !== null)
        .map((field) => ({ item: field, before: profiles.before[field], after: profiles.after[field] })),
    ],
  };
}

/** Names a preview. The act is carried out only while its preview still has the name that the staff member saw. */
export function fingerprintOf(shown: Preview): string {
  return createHash("sha256").update(JSON.stringify(shown)).digest("hex");
}

/** The numbers that matter for each procedure. */
const countsOf: Readonly<Record<ProcedureName, readonly CountItem[]>> = {
  apply: [],
  allowIssuance: ["issuancesLeft"],
  suspend: [],
  resume: [],
  unlock: ["triesLeft"],
  revoke: ["liveTokens"],
  cancel: ["liveTokens"],
};

const counts: Readonly<Record<CountItem, (view: CustomerView | null) => number>> = {
  triesLeft: (view) => view?.token?.triesLeft ?? 0,
  issuancesLeft: (view) => view?.issuancesLeft ?? 0,
  liveTokens: (view) => view?.tokens.filter(isLive).length ?? 0,
};

/** What the customer meets at the next log-in. */
function sightOf(state: CustomerState, policy: Policy, nowMs: number): Sight {
  const left = state.customer === null ? 0 : issuancesLeft(state.customer, policy, nowMs);
  return whatCustomerSees(state, left, nowMs);
}

function nameOf(view: CustomerView | null): CustomerStateName {
  return view === null ? "none" : stateOf(view);
}

function isLive({ status }: TokenView): boolean {
  return status !== "revoked" && status !== "expired";
}
