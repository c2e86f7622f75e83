import type { Customer, CustomerState } from "./customer.ts";
import type { Context } from "./decision.ts";
import { isLocked, isSuspended } from "./live-tokens.ts";
import type { Policy } from "./policy.ts";
import type { Refusal } from "./refusals.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Issuances of the last 24 h, oldest first. One from the future (a clock that went back) counts too. */
export function recentIssuances(customer: Customer, nowMs: number): readonly number[] {
  return customer.issuancesAtMs.filter((atMs) => atMs > nowMs - dayMs);
}

export function issuancesLeft(customer: Customer, policy: Policy, nowMs: number): number {
  return Math.max(0, policy.issuancesPerDay - recentIssuances(customer, nowMs).length);
}

/** When this customer may have another token; null: now. */
export function issuancesAgainAtMs(customer: Customer, policy: Policy, nowMs: number): number | null {
  const recent = recentIssuances(customer, nowMs);
  if (recent.length < policy.issuancesPerDay) return null;
  // The limit may have been lowered since: wait until enough of them are a day old.
  const freesPlace = recent[recent.length - policy.issuancesPerDay] ?? nowMs;
  return freesPlace + dayMs;
}

/** Why this customer may not have another token now. A new token must be no way round a stop or a lock. */
export function whyNoIssuance(state: CustomerState, customer: Customer, context: Context): Refusal | null {
  const { nowMs, policy } = context;
  if (isSuspended(state, nowMs)) return { code: "suspended" };
  if (isLocked(state, nowMs)) return { code: "locked" };
  const untilMs = issuancesAgainAtMs(customer, policy, nowMs);
  return untilMs === null ? null : { code: "tooManyIssuances", untilMs };
}
