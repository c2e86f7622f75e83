import type { OtpParameters } from "@warifu/otp";
import { audit } from "../audit.ts";
import { noProfile, type Customer, type CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isSuspended, tokenInUse } from "../token-life/live-tokens.ts";
import { newToken } from "../token-life/new-token.ts";
import { endTokens } from "../token-life/token-end.ts";
import { keyOf, openedKey, type Token, type TokenId } from "../token.ts";

export interface ImportTokenCommand extends OtpParameters {
  readonly institutionId: string;
  readonly customerId: string;
  /** Made by the caller; never used before. */
  readonly tokenId: TokenId;
  readonly key: Uint8Array;
}

export interface ImportedToken {
  readonly tokenId: TokenId;
  /** The same token was taken over before: nothing changes, so that an import that broke off can be run again. */
  readonly wasThere: boolean;
}

/**
 * Takes over a token made elsewhere, in use at once: the other system has confirmed it. Creates the customer when unknown.
 * An issuance on its way ends. Whose token was ended since gets none from an old file: that takes a new application first.
 * @throws RangeError when the key is empty
 */
export function importToken(
  state: CustomerState,
  command: ImportTokenCommand,
  context: Context,
): Decision<Result<ImportedToken>> {
  if (command.key.length === 0) throw new RangeError("key is empty");
  const { nowMs } = context;
  const inUse = tokenInUse(state);
  if (inUse !== undefined) {
    if (!isSame(inUse, command)) return refuse({ code: "alreadyInUse" });
    return accept({ tokenId: inUse.tokenId, wasThere: true }, {});
  }
  if (isSuspended(state, nowMs)) return refuse({ code: "suspended" });

  if (hasEnded(state)) return refuse({ code: "ended" });

  const registers = state.customer?.use !== "applied";
  const customer: Customer = {
    institutionId: command.institutionId,
    customerId: command.customerId,
    use: "applied",
    appliedAtMs: registers ? nowMs : (state.customer?.appliedAtMs ?? nowMs),
    revokedAtMs: null,
    profile: state.customer?.profile ?? noProfile,
    issuancesAtMs: state.customer?.issuancesAtMs ?? [],
    extraIssuancesAtMs: state.customer?.extraIssuancesAtMs ?? [],
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
    { tokenId, wasThere: false },
    { customer, tokens: [token, ...ends.tokens], events: [...registered, imported, ...ends.events] },
  );
}

/** A key that cannot be opened is not known to be the same. */
function isSame(token: Token, { key, algorithm, digits, periodSeconds }: ImportTokenCommand): boolean {
  const known = openedKey(token);
  if (known === null || known.length !== key.length || token.userId !== null) return false;
  let difference = 0;
  for (const [index, byte] of known.entries()) difference |= byte ^ (key[index] ?? 0);
  const sameParameters =
    token.algorithm === algorithm && token.digits === digits && token.periodSeconds === periodSeconds;
  return difference === 0 && sameParameters;
}

function hasEnded({ customer }: CustomerState): boolean {
  return customer !== null && (customer.use === "cancelled" || customer.revokedAtMs !== null);
}
