import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isSuspended, tokenByUserId } from "../token-life/live-tokens.ts";
import { openedKey, statusAt } from "../token.ts";

export interface TellStatusCommand {
  readonly userId: string;
  /** Whether the phone's fresh statement is signed with this key; compares in constant time. */
  readonly proves: (key: Uint8Array) => boolean;
}

export interface ToldStatus {
  readonly status: "activated" | "inUse" | "paused" | "locked" | "suspended";
}

/**
 * The phone asks how its own token stands. It changes nothing and leaves no event: a phone asks each time it is looked at. A token that
 * has ended has no key any more, so it is refused like a stranger's: the phone that holds it knows what that means.
 */
export function tellStatus(
  state: CustomerState,
  command: TellStatusCommand,
  context: Context,
): Decision<Result<ToldStatus>> {
  const refused = refuse({ code: "activationRefused" } as const);
  const token = tokenByUserId(state, command.userId);
  if (state.customer?.use !== "applied" || token === undefined) return refused;
  const status = statusAt(token, context.nowMs);
  if (status === "revoked" || status === "expired" || token.life === "issued") return refused;
  const key = openedKey(token);
  if (key === null || !command.proves(key)) return refused;
  if (status === "issued") return refused;
  // A person stopped another token of this customer: this one is not confirmed meanwhile (confirm.ts). One in use stands for itself.
  const isHeldUp = status === "activated" && isSuspended(state, context.nowMs);
  return accept({ status: isHeldUp ? "suspended" : status }, {});
}
