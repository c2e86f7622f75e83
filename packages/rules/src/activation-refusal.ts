import { audit } from "./audit.ts";
import type { CustomerState } from "./customer.ts";
import { refuse, type Context, type Decision, type Result } from "./decision.ts";
import { isSuspended } from "./token-life/live-tokens.ts";
import { statusAt, type Token, type TokenStatus } from "./token.ts";

/** Why a step of 手順3 is refused, for the log: the token's own status, or what is missing. */
export type ActivationObstacle =
  | Exclude<TokenStatus, "issued">
  | "unknown"
  | "notApplied"
  | "noRecord"
  | "noTriesLeft"
  | "replaced"
  | "notFinished"
  | "badReceipt";

/** One answer for everything: who stands at the door of 手順3 has proved nothing yet. The log gets the reason. */
export function refuseActivation(
  state: CustomerState,
  token: Token | undefined,
  phase: "start" | "finish" | "receipt",
  reason: ActivationObstacle,
  context: Context,
): Decision<Result<never>> {
  const refusal = { code: "activationRefused" } as const;
  // Nobody's user ID leaves no trace here: a stranger must not fill the audit log.
  if (state.customer === null || token === undefined) return refuse(refusal);
  return refuse(refusal, {
    events: [audit(context, state.customer, "activation.refused", token.tokenId, { phase, reason })],
  });
}

/** Why this token's set-up may not go on now, in one word for the log; null when it may. */
export function whyNotOpen(state: CustomerState, token: Token, nowMs: number): ActivationObstacle | null {
  if (state.customer?.use !== "applied") return "notApplied";
  if (isSuspended(state, nowMs)) return "suspended";
  const status = statusAt(token, nowMs);
  return status === "issued" ? null : status;
}
