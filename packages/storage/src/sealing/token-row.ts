import type { MobileEmail, Token, TokenId, TokenKey } from "@warifu/rules";
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

/** What a code changes, with the MAC of the row that holds it. */
export type HotColumns = Pick<
  TokenRow,
  | "last_step"
  | "drift_steps"
  | "wrong_in_a_row"
  | "pauses_in_a_row"
  | "wrong_since_confirm"
  | "replays_in_a_row"
  | "paused_until_ms"
  | "locked_at_ms"
  | "mac"
>;

/** The columns in one order, for stores that read rows as arrays: a third cheaper than as objects. */
export const tokenColumns = [
  "institution_id",
  "customer_id",
  "ordinal",
  "token_id",
  "user_id",
  "life",
  "algorithm",
  "digits",
  "period_seconds",
  "issued_at_ms",
  "expires_at_ms",
  "activated_at_ms",
  "confirmed_at_ms",
  "ended_at_ms",
  "locale",
  "mail_sent_at_ms",
  "mail_resends",
  "activation_tries_left",
  "last_step",
  "drift_steps",
  "wrong_in_a_row",
  "pauses_in_a_row",
  "wrong_since_confirm",
  "replays_in_a_row",
  "paused_until_ms",
  "locked_at_ms",
  "suspended_at_ms",
  "replaces_token_id",
  "sealed_mobile_email",
  "sealed_registration_record",
  "sealed_key",
  "mac",
] as const satisfies readonly (keyof TokenRow)[];

/** The row of an array in the order of `tokenColumns`. */
export function tokenRowOf(values: readonly unknown[]): TokenRow {
  return {
    institution_id: values[0] as TokenRow["institution_id"],
    customer_id: values[1] as TokenRow["customer_id"],
    ordinal: values[2] as TokenRow["ordinal"],
    token_id: values[3] as TokenRow["token_id"],
    user_id: values[4] as TokenRow["user_id"],
    life: values[5] as TokenRow["life"],
    algorithm: values[6] as TokenRow["algorithm"],
    digits: values[7] as TokenRow["digits"],
    period_seconds: values[8] as TokenRow["period_seconds"],
    issued_at_ms: values[9] as TokenRow["issued_at_ms"],
    expires_at_ms: values[10] as TokenRow["expires_at_ms"],
    activated_at_ms: values[11] as TokenRow["activated_at_ms"],
    confirmed_at_ms: values[12] as TokenRow["confirmed_at_ms"],
    ended_at_ms: values[13] as TokenRow["ended_at_ms"],
    locale: values[14] as TokenRow["locale"],
    mail_sent_at_ms: values[15] as TokenRow["mail_sent_at_ms"],
    mail_resends: values[16] as TokenRow["mail_resends"],
    activation_tries_left: values[17] as TokenRow["activation_tries_left"],
    last_step: values[18] as TokenRow["last_step"],
    drift_steps: values[19] as TokenRow["drift_steps"],
    wrong_in_a_row: values[20] as TokenRow["wrong_in_a_row"],
    pauses_in_a_row: values[21] as TokenRow["pauses_in_a_row"],
    wrong_since_confirm: values[22] as TokenRow["wrong_since_confirm"],
    replays_in_a_row: values[23] as TokenRow["replays_in_a_row"],
    paused_until_ms: values[24] as TokenRow["paused_until_ms"],
    locked_at_ms: values[25] as TokenRow["locked_at_ms"],
    suspended_at_ms: values[26] as TokenRow["suspended_at_ms"],
    replaces_token_id: values[27] as TokenRow["replaces_token_id"],
    sealed_mobile_email: values[28] as TokenRow["sealed_mobile_email"],
    sealed_registration_record: values[29] as TokenRow["sealed_registration_record"],
    sealed_key: values[30] as TokenRow["sealed_key"],
    mac: values[31] as TokenRow["mac"],
  };
}

/** A token with the row it lies in, so that what did not change need not be sealed anew. */
export interface LoadedToken {
  readonly row: TokenRow;
  readonly token: Token;
  readonly signed: SignedAround;
}

/** The text that a row's MAC covers, before and after the columns that codes change. */
interface SignedAround {
  readonly before: string;
  readonly after: string;
}

/** Seals what is secret and signs the rest. @throws KeyUnreadable when the key is handed over in a form that does not open */
export function sealToken(
  token: Token,
  owner: CustomerKey,
  ordinal: number,
  keys: InstitutionKeys,
  loaded: LoadedToken | undefined,
): LoadedToken {
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
        : sealOrNull(mobileEmail?.open() ?? null, keys, emailOf(tokenId)),
    sealed_registration_record:
      loaded !== undefined && loaded.token.registrationRecord === registrationRecord
        ? loaded.row.sealed_registration_record
        : sealOrNull(registrationRecord, keys, recordOf(tokenId)),
    sealed_key: sealKey(token, keys),
  };
  const signed = signedAround(unsigned);
  return { row: { ...unsigned, mac: keys.mac(signedText(signed, unsigned)) }, token, signed };
}

/**
 * Opens everything but key and address, which open themselves when they are needed: a damaged one must not keep staff from
 * revoking the token.
 * @throws RowDamaged when the row is not as it was written
 */
export function openToken(row: TokenRow, keys: InstitutionKeys): LoadedToken {
  const tokenId = row.token_id as TokenId;
  const signed = signedAround(row);
  if (!keys.macFits(row.mac, signedText(signed, row))) throw new RowDamaged("A token's row was changed from outside.");
  const token: Token = {
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
    mobileEmail: row.sealed_mobile_email === null ? null : new StoredEmail(tokenId, row.sealed_mobile_email, keys),
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
  return { row, token, signed };
}

/**
 * What the row MAC covers: every column that decides, in one order, and whether the sealed ones are there. The sealed values
 * themselves are held to the token by their own tags. No ID holds a line break, so no two rows have one text. (JSON would take
 * three times as long, at every code.)
 */
function signedAround(row: Omit<TokenRow, keyof HotColumns>): SignedAround {
  return {
    before:
      `token\n${row.institution_id}\n${row.customer_id}\n${row.ordinal}\n${row.token_id}\n${row.user_id}\n${row.life}\n` +
      `${row.algorithm}\n${row.digits}\n${row.period_seconds}\n${row.issued_at_ms}\n${row.expires_at_ms}\n` +
      `${row.activated_at_ms}\n${row.confirmed_at_ms}\n${row.ended_at_ms}\n${row.locale}\n${row.mail_sent_at_ms}\n` +
      `${row.mail_resends}\n${row.activation_tries_left}\n`,
    after:
      `${row.suspended_at_ms}\n${row.replaces_token_id}\n${row.sealed_mobile_email !== null}\n` +
      `${row.sealed_registration_record !== null}\n${row.sealed_key !== null}`,
  };
}

function signedText({ before, after }: SignedAround, hot: Omit<HotColumns, "mac">): string {
  return (
    `${before}${hot.last_step}\n${hot.drift_steps}\n${hot.wrong_in_a_row}\n${hot.pauses_in_a_row}\n` +
    `${hot.wrong_since_confirm}\n${hot.replays_in_a_row}\n${hot.paused_until_ms}\n${hot.locked_at_ms}\n${after}`
  );
}

/** A loaded token after what codes change, signed anew; everything else as it was. */
export function withHotColumns({ row, signed }: LoadedToken, token: Token, keys: InstitutionKeys): LoadedToken {
  const changed: TokenRow = {
    ...row,
    last_step: token.lastStep,
    drift_steps: token.driftSteps,
    wrong_in_a_row: token.wrongInARow,
    pauses_in_a_row: token.pausesInARow,
    wrong_since_confirm: token.wrongSinceConfirm,
    replays_in_a_row: token.replaysInARow,
    paused_until_ms: token.pausedUntilMs,
    locked_at_ms: token.lockedAtMs,
  };
  changed.mac = keys.mac(signedText(signed, changed));
  return { row: changed, token, signed };
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

/** An address at rest. */
class StoredEmail implements MobileEmail {
  readonly #tokenId: TokenId;
  readonly #sealed: Uint8Array;
  readonly #keys: InstitutionKeys;
  constructor(tokenId: TokenId, sealed: Uint8Array, keys: InstitutionKeys) {
    this.#tokenId = tokenId;
    this.#sealed = sealed;
    this.#keys = keys;
  }
  open(): string {
    return this.#keys.openText(this.#sealed, emailOf(this.#tokenId));
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
