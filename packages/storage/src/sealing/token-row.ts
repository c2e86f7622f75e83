import type { Token, TokenId, TokenKey } from "@warifu/rules";
import type { CustomerKey } from "../check-decision.ts";
import type { InstitutionKeys, SealedFor } from "./institution-keys.ts";
import { RowDamaged } from "./row-damaged.ts";

/** A token as every database keeps it. */
export interface TokenRow {
  institution_id: string;
  customer_id: string;
  /** Rises with each token of the customer: the newest has the highest. */
  ordinal: number;
  token_id: string;
  user_id: string | null;
  life: string;
  algorithm: string;
  digits: number;
  period_seconds: number;
  issued_at_ms: number;
  expires_at_ms: number;
  activated_at_ms: number | null;
  confirmed_at_ms: number | null;
  ended_at_ms: number | null;
  locale: string;
  mail_sent_at_ms: number | null;
  mail_resends: number;
  activation_tries_left: number;
  last_step: number;
  drift_steps: number;
  wrong_in_a_row: number;
  pauses_in_a_row: number;
  wrong_since_confirm: number;
  replays_in_a_row: number;
  paused_until_ms: number | null;
  locked_at_ms: number | null;
  suspended_at_ms: number | null;
  replaces_token_id: string | null;
  sealed_mobile_email: Uint8Array | null;
  sealed_registration_record: Uint8Array | null;
  sealed_key: Uint8Array | null;
  mac: Uint8Array;
}

/** A token with the row it was read from, so that what did not change need not be sealed anew. */
export interface LoadedToken {
  readonly row: TokenRow;
  readonly token: Token;
}

/** Seals what is secret and signs the rest. @throws KeyUnreadable when the key is handed over in a form that does not open */
export function sealToken(
  token: Token,
  owner: CustomerKey,
  ordinal: number,
  keys: InstitutionKeys,
  loaded: LoadedToken | undefined,
): TokenRow {
  const { tokenId, mobileEmail, registrationRecord } = token;
  const unsigned: Omit<TokenRow, "mac"> = {
    institution_id: owner.institutionId,
    customer_id: owner.customerId,
    ordinal,
    token_id: tokenId,
    user_id: token.userId,
    life: token.life,
    algorithm: token.algorithm,
    digits: token.digits,
    period_seconds: token.periodSeconds,
    issued_at_ms: token.issuedAtMs,
    expires_at_ms: token.expiresAtMs,
    activated_at_ms: token.activatedAtMs,
    confirmed_at_ms: token.confirmedAtMs,
    ended_at_ms: token.endedAtMs,
    locale: token.locale,
    mail_sent_at_ms: token.mailSentAtMs,
    mail_resends: token.mailResends,
    activation_tries_left: token.activationTriesLeft,
    last_step: token.lastStep,
    drift_steps: token.driftSteps,
    wrong_in_a_row: token.wrongInARow,
    pauses_in_a_row: token.pausesInARow,
    wrong_since_confirm: token.wrongSinceConfirm,
    replays_in_a_row: token.replaysInARow,
    paused_until_ms: token.pausedUntilMs,
    locked_at_ms: token.lockedAtMs,
    suspended_at_ms: token.suspendedAtMs,
    replaces_token_id: token.replacesTokenId,
    sealed_mobile_email:
      loaded !== undefined && loaded.token.mobileEmail === mobileEmail
        ? loaded.row.sealed_mobile_email
        : sealOrNull(mobileEmail, keys, emailOf(tokenId)),
    sealed_registration_record:
      loaded !== undefined && loaded.token.registrationRecord === registrationRecord
        ? loaded.row.sealed_registration_record
        : sealOrNull(registrationRecord, keys, recordOf(tokenId)),
    sealed_key: sealKey(token, keys),
  };
  return { ...unsigned, mac: keys.mac(signedText(unsigned)) };
}

/**
 * Opens everything but the key, which opens itself when it is needed: a damaged key must not keep staff from revoking it.
 * @throws RowDamaged when the row is not as it was written
 */
export function openToken(row: TokenRow, keys: InstitutionKeys): Token {
  const tokenId = row.token_id as TokenId;
  if (!keys.macFits(row.mac, signedText(row))) throw new RowDamaged("A token's row was changed from outside.");
  return {
    tokenId,
    userId: row.user_id,
    life: row.life as Token["life"],
    algorithm: row.algorithm as Token["algorithm"],
    digits: row.digits as Token["digits"],
    periodSeconds: row.period_seconds,
    issuedAtMs: row.issued_at_ms,
    expiresAtMs: row.expires_at_ms,
    activatedAtMs: row.activated_at_ms,
    confirmedAtMs: row.confirmed_at_ms,
    endedAtMs: row.ended_at_ms,
    locale: row.locale as Token["locale"],
    mobileEmail: openOrNull(row.sealed_mobile_email, keys, emailOf(tokenId)),
    mailSentAtMs: row.mail_sent_at_ms,
    mailResends: row.mail_resends,
    registrationRecord: openOrNull(row.sealed_registration_record, keys, recordOf(tokenId)),
    activationTriesLeft: row.activation_tries_left,
    key: row.sealed_key === null ? null : new StoredKey(tokenId, row.sealed_key, keys),
    lastStep: row.last_step as Token["lastStep"],
    driftSteps: row.drift_steps,
    wrongInARow: row.wrong_in_a_row,
    pausesInARow: row.pauses_in_a_row,
    wrongSinceConfirm: row.wrong_since_confirm,
    replaysInARow: row.replays_in_a_row,
    pausedUntilMs: row.paused_until_ms,
    lockedAtMs: row.locked_at_ms,
    suspendedAtMs: row.suspended_at_ms,
    replacesTokenId: row.replaces_token_id as TokenId | null,
  };
}

/**
 * What the row MAC covers: every column that decides, in this order, and whether the sealed ones are there. The sealed values
 * themselves are held to the token by their own tags.
 */
function signedText(row: Omit<TokenRow, "mac">): string {
  return JSON.stringify([
    "token",
    row.institution_id,
    row.customer_id,
    row.ordinal,
    row.token_id,
    row.user_id,
    row.life,
    row.algorithm,
    row.digits,
    row.period_seconds,
    row.issued_at_ms,
    row.expires_at_ms,
    row.activated_at_ms,
    row.confirmed_at_ms,
    row.ended_at_ms,
    row.locale,
    row.mail_sent_at_ms,
    row.mail_resends,
    row.activation_tries_left,
    row.last_step,
    row.drift_steps,
    row.wrong_in_a_row,
    row.pauses_in_a_row,
    row.wrong_since_confirm,
    row.replays_in_a_row,
    row.paused_until_ms,
    row.locked_at_ms,
    row.suspended_at_ms,
    row.replaces_token_id,
    row.sealed_mobile_email !== null,
    row.sealed_registration_record !== null,
    row.sealed_key !== null,
  ]);
}

/** A key at rest: opened for one use, never kept open. */
class StoredKey implements TokenKey {
  readonly tokenId: TokenId;
  readonly sealed: Uint8Array;
  readonly #keys: InstitutionKeys;
  constructor(tokenId: TokenId, sealed: Uint8Array, keys: InstitutionKeys) {
    this.tokenId = tokenId;
    this.sealed = sealed;
    this.#keys = keys;
  }
  open(): Uint8Array {
    return this.#keys.open(this.sealed, keyOf(this.tokenId));
  }
}

function sealKey({ key, tokenId }: Token, keys: InstitutionKeys): Uint8Array | null {
  if (key === null) return null;
  if (key instanceof StoredKey && key.tokenId === tokenId) return key.sealed;
  return keys.seal(key.open(), keyOf(tokenId));
}

function sealOrNull(plain: string | null, keys: InstitutionKeys, sealedFor: SealedFor): Uint8Array | null {
  return plain === null ? null : keys.sealText(plain, sealedFor);
}

function openOrNull(sealed: Uint8Array | null, keys: InstitutionKeys, sealedFor: SealedFor): string | null {
  if (sealed === null) return null;
  try {
    return keys.openText(sealed, sealedFor);
  } catch (error) {
    throw new RowDamaged("A sealed column of a token was changed from outside.", { cause: error });
  }
}

const keyOf = (tokenId: TokenId): SealedFor => ({ subject: tokenId, purpose: "token key" });
const emailOf = (tokenId: TokenId): SealedFor => ({ subject: tokenId, purpose: "mobile e-mail" });
const recordOf = (tokenId: TokenId): SealedFor => ({ subject: tokenId, purpose: "registration record" });
