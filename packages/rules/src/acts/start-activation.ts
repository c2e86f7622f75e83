import type { OtpParameters } from "@warifu/otp";
import { whyNotOpen, refuseActivation, type ActivationObstacle } from "../activation-refusal.ts";
import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, type Context, type Decision, type Result } from "../decision.ts";
import { tokenByUserId } from "../token-life/live-tokens.ts";
import type { TokenId } from "../token.ts";

export interface StartActivationCommand {
  readonly userId: string;
}

export interface ActivationStarted extends OtpParameters {
  readonly tokenId: TokenId;
  /** Goes into the key agreement, and back into `finishActivation`. */
  readonly registrationRecord: string;
  /** Starts left after this one. */
  readonly triesLeft: number;
}

/** 手順3, first message. The try is debited here and committed before the service says anything a password could be tried on. */
export function startActivation(
  state: CustomerState,
  command: StartActivationCommand,
  context: Context,
): Decision<Result<ActivationStarted>> {
  const refused = (reason: ActivationObstacle) => refuseActivation(state, token, "start", reason, context);
  const token = tokenByUserId(state, command.userId);
  if (state.customer === null || token === undefined) return refused("unknown");
  const closed = whyNotOpen(state, token, context.nowMs);
  if (closed !== null) return refused(closed);
  const { registrationRecord } = token;
  if (registrationRecord === null) return refused("noRecord");
  if (token.activationTriesLeft <= 0) return refused("noTriesLeft");

  const triesLeft = token.activationTriesLeft - 1;
  const { tokenId, algorithm, digits, periodSeconds } = token;
  return accept(
    { tokenId, registrationRecord, algorithm, digits, periodSeconds, triesLeft },
    {
      tokens: [{ ...token, activationTriesLeft: triesLeft }],
      events: [audit(context, state.customer, "activation.started", tokenId, { triesLeft })],
    },
  );
}
