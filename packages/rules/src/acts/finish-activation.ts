import { refuseActivation, whyNotOpen, type ActivationObstacle } from "../activation-refusal.ts";
import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, type Context, type Decision, type Result } from "../decision.ts";
import { tokenById } from "../token-life/live-tokens.ts";
import { keyOf, type TokenId } from "../token.ts";

export interface FinishActivationCommand {
  readonly tokenId: TokenId;
  /** The record that the exchange was started with: another one means that the issuance was replaced meanwhile. */
  readonly registrationRecord: string;
  /** The key both sides derived. */
  readonly key: Uint8Array;
}

/** 手順3, last message of the key agreement. The token stays `issued` until the phone's receipt, so the same phone may repeat. */
export function finishActivation(
  state: CustomerState,
  command: FinishActivationCommand,
  context: Context,
): Decision<Result<{ readonly tokenId: TokenId }>> {
  const refused = (reason: ActivationObstacle) => refuseActivation(state, token, "finish", reason, context);
  const token = tokenById(state, command.tokenId);
  if (state.customer === null || token === undefined) return refused("unknown");
  const closed = whyNotOpen(state, token, context.nowMs);
  if (closed !== null) return refused(closed);
  if (token.registrationRecord !== command.registrationRecord) return refused("replaced");

  return accept(
    { tokenId: token.tokenId },
    {
      tokens: [{ ...token, key: keyOf(command.key) }],
      events: [audit(context, state.customer, "activation.finished", token.tokenId)],
    },
  );
}
