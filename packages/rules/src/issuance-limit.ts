import type { Customer, CustomerState } from "./customer.ts";
import type { Context } from "./decision.ts";
import { isLocked, isSuspended } from "./token-life/live-tokens.ts";
import type { Policy } from "./policy.ts";
import type { Refusal } from "./refusals.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Issuances of the last 24 h, oldest first. One from the future (a clock that went back) counts too. */
export function recentIssuances({ issuancesAtMs }: Customer, nowMs: number): readonly number[] {
  return withinADay(issuancesAtMs, nowMs);
}

/** When staff allowed one more within the last 24 h, oldest first. Each is one place more for as long. */
export function recentExtraIssuances({ extraIssuancesAtMs }: Customer, nowMs: number): readonly number[] {
  return withinADay(extraIssuancesAtMs, nowMs);
}

export function issuancesLeft(customer: Customer, policy: Policy, nowMs: number): number {
  const places = policy.issuancesPerDay + recentExtraIssuances(customer, nowMs).length;
  return Math.max(0, places - recentIssuances(customer, nowMs).length);
}

/** When this customer may have another token; null: now. */
export function issuancesAgainAtMs(customer: Customer, policy: Policy, nowMs: number): number | null {
  if (issuancesLeft(customer, policy, nowMs) > 0) return null;
  // The limit may have been lowered since, and what staff allowed ends too: not every issuance that gets old frees a place.
  const ends = recentIssuances(customer, nowMs).map((atMs) => atMs + dayMs);
  return ends.find((atMs) => issuancesLeft(customer, policy, atMs) > 0) ?? nowMs;
}

/** When staff may allow this customer one more again; null: now. */
export function extraIssuancesAgainAtMs(customer: Customer, policy: Policy, nowMs: number): number | null {
  const recent = recentExtraIssuances(customer, nowMs);
  if (recent.length < policy.extraIssuancesPerDay) return null;
  return (recent[recent.length - policy.extraIssuancesPerDay] ?? nowMs) + dayMs;
}

/** Why this customer may not have another token now. A new token must be no way round a stop or a lock. */
export function whyNoIssuance(state: CustomerState, customer: Customer, context: Context): Refusal | null {
  const { nowMs, policy } = context;
  if (isSuspended(state, nowMs)) return { code: "suspended" };
  if (isLocked(state, nowMs)) return { code: "locked" };
  const untilMs = issuancesAgainAtMs(customer, policy, nowMs);
  return untilMs === null ? null : { code: "tooManyIssuances", untilMs };
}

function withinADay(momentsMs: readonly number[], nowMs: number): readonly number[] {
  return momentsMs.filter((atMs) => atMs > nowMs - dayMs);
}
