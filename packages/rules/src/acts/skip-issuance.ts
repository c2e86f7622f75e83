import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isSuspended, isUsedUp, pendingToken, tokenInUse } from "../token-life/live-tokens.ts";
import type { TokenId } from "../token.ts";

/** 手順1 トークン発行の省略: goes on to 手順2 with the token already issued, without a new mail. */
export function skipIssuance(
  state: CustomerState,
  _command: Readonly<Record<string, never>>,
  context: Context,
): Decision<Result<{ readonly tokenId: TokenId; readonly status: "issued" | "activated" }>> {
  const { customer } = state;
  if (customer === null || customer.use !== "applied") return refuse({ code: "notApplied" });
  if (isSuspended(state, context.nowMs)) return refuse({ code: "suspended" });
  const token = pendingToken(state, context.nowMs);
  if (token === undefined) return refuse({ code: tokenInUse(state) === undefined ? "nothingIssued" : "alreadyInUse" });
  if (token.lockedAtMs !== null) return refuse({ code: "locked" });
  // IDs with which nothing can be set up any more are no issuance to go on with.
  if (isUsedUp(token)) return refuse({ code: "nothingIssued" });

  const status = token.life === "activated" ? "activated" : "issued";
  const events = [audit(context, customer, "issuance.skipped", token.tokenId, { status })];
  return accept({ tokenId: token.tokenId, status }, { events });
}
