import { refuseActivation, type ActivationObstacle } from "../activation-refusal.ts";
import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isOverdue, isSuspended, tokenByUserId } from "../token-life/live-tokens.ts";
import { openedKey, type TokenId } from "../token.ts";

export interface ReceiptCommand {
  readonly userId: string;
  /** Whether the phone's receipt is the MAC under this key; compares in constant time. */
  readonly proves: (key: Uint8Array) => boolean;
}

export interface Receipted {
  readonly tokenId: TokenId;
  /** `inUse` once 手順5 is done: the phone asks again with the same receipt to learn it. */
  readonly status: "activated" | "inUse";
}

/** 手順3, the end: the phone proves that it kept the key, and only now the activation password is used up. Repeating is harmless. */
export function receipt(state: CustomerState, command: ReceiptCommand, context: Context): Decision<Result<Receipted>> {
  const refused = (reason: ActivationObstacle) => refuseActivation(state, token, "receipt", reason, context);
  const { nowMs } = context;
  const { customer } = state;
  const token = tokenByUserId(state, command.userId);
  if (customer === null || token === undefined) return refused("unknown");
  if (customer.use !== "applied") return refused("notApplied");
  if (token.life === "revoked" || token.life === "expired") return refused(token.life);
  if (isOverdue(token, nowMs)) return refused("expired");
  if (isSuspended(state, nowMs)) return refused("suspended");
  if (token.key === null) return refused("notFinished");
  const key = openedKey(token);
  if (key === null) return refuse({ code: "keyUnreadable" });
  if (!command.proves(key)) return refused("badReceipt");

  const { tokenId } = token;
  if (token.life !== "issued") return accept({ tokenId, status: token.life }, {});
  const activated = { ...token, life: "activated", activatedAtMs: nowMs, registrationRecord: null } as const;
  const events = [audit(context, customer, "activation.receipted", tokenId)];
  return accept({ tokenId, status: "activated" }, { tokens: [activated], events });
}
