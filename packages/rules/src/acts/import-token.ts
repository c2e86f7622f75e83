import type { OtpParameters } from "@warifu/otp";
import { audit } from "../audit.ts";
import { noProfile, type Customer, type CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isSuspended, tokenInUse } from "../live-tokens.ts";
import { newToken } from "../new-token.ts";
import { endTokens } from "../token-end.ts";
import { keyOf, type TokenId } from "../token.ts";

export interface ImportTokenCommand extends OtpParameters {
  readonly institutionId: string;
  readonly customerId: string;
  /** Made by the caller; never used before. */
  readonly tokenId: TokenId;
  readonly key: Uint8Array;
}

/**
 * Takes over a token made elsewhere, in use at once: the other system has confirmed it. Creates the customer when unknown.
 * An issuance on its way ends.
 * @throws RangeError when the key is empty
 */
export function importToken(
  state: CustomerState,
  command: ImportTokenCommand,
  context: Context,
): Decision<Result<{ readonly tokenId: TokenId }>> {
  if (command.key.length === 0) throw new RangeError("key is empty");
  const { nowMs } = context;
  if (tokenInUse(state) !== undefined) return refuse({ code: "alreadyInUse" });
  if (isSuspended(state, nowMs)) return refuse({ code: "suspended" });

  const registers = state.customer?.use !== "applied";
  const customer: Customer = {
    institutionId: command.institutionId,
    customerId: command.customerId,
    use: "applied",
    appliedAtMs: registers ? nowMs : (state.customer?.appliedAtMs ?? nowMs),
    revokedAtMs: null,
    profile: state.customer?.profile ?? noProfile,
    issuancesAtMs: state.customer?.issuancesAtMs ?? [],
  };
  const { tokenId, algorithm, digits, periodSeconds } = command;
  const token = newToken({
    tokenId,
    userId: null,
    life: "inUse",
    algorithm,
    digits,
    periodSeconds,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs,
    activatedAtMs: nowMs,
    confirmedAtMs: nowMs,
    mobileEmail: null,
    mailSentAtMs: null,
    locale: "ja",
    registrationRecord: null,
    activationTriesLeft: 0,
    key: keyOf(command.key),
    replacesTokenId: null,
  });
  const unconfirmed = state.tokens.filter(({ life }) => life === "issued" || life === "activated");
  const ends = endTokens(unconfirmed, "imported", customer, context);
  const registered = registers ? [audit(context, customer, "application.registered", null, { imported: true })] : [];
  const imported = audit(context, customer, "token.imported", tokenId, { algorithm, digits, periodSeconds });
  return accept(
    { tokenId },
    { customer, tokens: [token, ...ends.tokens], events: [...registered, imported, ...ends.events] },
  );
}
