import { asStep, stepAt, type Step } from "@warifu/otp";
import type { Context } from "../decision.ts";
import type { Token } from "../token.ts";

/** Clocks of nodes and database may be apart by this much; further apart a node is not ready (design §6). */
export const clockToleranceMs = 5_000;

/** The node's clock is not to be trusted at the moment: it went back, or is apart from the database's. No code is compared. */
export class ClockApart extends Error {
  override name = "ClockApart";
}

/**
 * The newest step that may have been used already: the last one stored, or, after a failover, a restore or a clock that went
 * back, the newest that the phone could have shown when the fence was raised. What is stored may then be older than what was
 * answered, so every code up to there counts as used.
 */
export function oldestUsableAfter(token: Token, context: Context): Step {
  const fenced = fencedStep(token, Math.max(0, token.driftSteps), context);
  return fenced > token.lastStep ? fenced : token.lastStep;
}

/** @param stepsAhead how far ahead of ours the phone's clock may be */
export function fencedStep(
  { periodSeconds }: Pick<Token, "periodSeconds">,
  stepsAhead: number,
  { fenceMs, policy }: Pick<Context, "fenceMs" | "policy">,
): Step {
  if (fenceMs === 0) return -1 as Step;
  // Twice: one node may be ahead of the database by as much as another one is behind it.
  return asStep(stepAt(fenceMs + 2 * clockToleranceMs, periodSeconds) + policy.windowFutureSteps + stepsAhead);
}
