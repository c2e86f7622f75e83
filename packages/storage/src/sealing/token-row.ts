import type { MobileEmail, Token, TokenId, TokenKey } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";
import type { Cell } from "../tables/column.ts";
import { signedLines } from "../tables/signed-lines.ts";
import type { SignedAround } from "../tables/signed-lines.ts";
import { fieldOf, valueAt } from "../tables/table.ts";
import { tokenTable } from "../tables/token-table.ts";
import type { PlainFields, TokenColumns, TokenTable } from "../tables/token-table.ts";
import type { InstitutionKeys, SealedFor } from "./institution-keys.ts";
import { RowDamaged } from "./row-damaged.ts";

/** A token with the row it lies in, so that what did not change need not be sealed anew. */
export interface LoadedToken {
  /** Its values in the order of the list. */
  readonly row: readonly Cell[];
  readonly token: Token;
  readonly signed: SignedAround;
}

const sealedFields = ["mobileEmail", "registrationRecord", "key"] as const satisfies readonly (keyof Token)[];
type SealedFields = { -readonly [Field in (typeof sealedFields)[number]]: Token[Field] };

/** Between a token and its row: everything here follows from the list of columns. */
export interface TokenRows {
  /** Seals what is secret and signs the rest. @throws KeyUnreadable when the key is handed over in a form that does not open */
  seal(
    token: Token,
    owner: CustomerKey,
    ordinal: number,
    keys: InstitutionKeys,
    loaded: LoadedToken | undefined,
  ): LoadedToken;
  /**
   * Opens everything but key and address, which open themselves when they are needed: a damaged one must not keep staff from
   * revoking the token.
   * @throws RowDamaged when the row is not as it was written
   */
  open(row: readonly Cell[], keys: InstitutionKeys): LoadedToken;
  /** A loaded token after what codes change, signed anew; everything else as it was. */
  withHotColumns(loaded: LoadedToken, token: Token, keys: InstitutionKeys): LoadedToken;
  /** Whether nothing but what codes change differs between two states of one token. */
  differsOnlyHot(before: Token, after: Token): boolean;
  ordinalOf(row: readonly Cell[]): number;
  customerIdOf(row: readonly Cell[]): string;
  lifeOf(row: readonly Cell[]): Token["life"];
  macOf(row: readonly Cell[]): Uint8Array;
}

export function tokenRows(table: TokenTable): TokenRows {
  const { names, columns, key, format: newest } = table;
  const owned: readonly string[] = key;
  const plain = names.flatMap((name, place) =>
    owned.includes(name) || columns[name].type === "bytes" ? [] : [{ place, field: fieldOf(name), ...columns[name] }],
  );
  const hot = plain.filter(({ isHot }) => isHot);
  const hotFields = new Set(hot.map(({ field }) => field));
  const blank = Object.fromEntries([...plain.map(({ field }) => field), ...sealedFields].map((field) => [field, null]));
  const lines = signedLines(table);
  const placeOf = (name: keyof TokenColumns) => names.indexOf(name);
  const macAt = placeOf("mac");
  const macOf = valueAt(table, "mac");
  const mailIn = valueAt(table, "sealed_mobile_email");
  const recordIn = valueAt(table, "sealed_registration_record");
  const keyIn = valueAt(table, "sealed_key");
  const idIn = valueAt(table, "token_id");

  const fieldsOf = (row: readonly Cell[]): PlainFields & SealedFields => {
    const fields: Record<string, unknown> = { ...blank };
    for (const { field, place } of plain) fields[field] = row[place];
    return fields as PlainFields & SealedFields;
  };
  const copyInto = (row: Cell[], token: Fields, which: typeof plain) => {
    for (const { place, field } of which) row[place] = token[field] as Cell;
  };
  const signedAnew = (row: Cell[], token: Token, signed: SignedAround, keys: InstitutionKeys): LoadedToken => {
    row[macAt] = keys.mac(lines.text(signed, row), newest);
    return { row, token, signed };
  };

  return {
    ordinalOf: valueAt(table, "ordinal"),
    customerIdOf: valueAt(table, "customer_id"),
    lifeOf: valueAt(table, "life"),
    macOf,
    seal(token, { institutionId, customerId }, ordinal, keys, loaded) {
      const row: Cell[] = names.map(() => null);
      row[placeOf("institution_id")] = institutionId;
      row[placeOf("customer_id")] = customerId;
      row[placeOf("ordinal")] = ordinal;
      copyInto(row, fieldsIn(token), plain);
      const { tokenId, mobileEmail, registrationRecord } = token;
      row[placeOf("sealed_mobile_email")] =
        loaded !== undefined && loaded.token.mobileEmail === mobileEmail
          ? mailIn(loaded.row)
          : sealOrNull(mobileEmail?.open() ?? null, keys, emailOf(tokenId));
      row[placeOf("sealed_registration_record")] =
        loaded !== undefined && loaded.token.registrationRecord === registrationRecord
          ? recordIn(loaded.row)
          : sealOrNull(registrationRecord, keys, recordOf(tokenId));
      row[placeOf("sealed_key")] = sealKey(token, keys);
      return signedAnew(row, token, lines.around(row, newest), keys);
    },
    open(row, keys) {
      const mac = macOf(row);
      const format = mac[0] ?? 0;
      if (format < 1 || format > newest || !lines.holdsNothingLater(row, format)) throw damaged();
      const signed = lines.around(row, format);
      if (!keys.macFits(mac, lines.text(signed, row), format)) throw damaged();
      const token = fieldsOf(row);
      const tokenId = idIn(row);
      const [mail, record, sealedKey] = [mailIn(row), recordIn(row), keyIn(row)];
      if (mail !== null) token.mobileEmail = new StoredEmail(tokenId, mail, keys);
      if (record !== null) token.registrationRecord = openText(record, keys, recordOf(tokenId));
      if (sealedKey !== null) token.key = new StoredKey(tokenId, sealedKey, keys);
      return { row, token, signed };
    },
    withHotColumns({ row, signed }, token, keys) {
      const changed = row.slice();
      copyInto(changed, fieldsIn(token), hot);
      const around = signed.format === newest ? signed : lines.around(changed, newest);
      return signedAnew(changed, token, around, keys);
    },
    differsOnlyHot(before, after) {
      const [were, are] = [fieldsIn(before), fieldsIn(after)];
      for (const field of Object.keys(after)) {
        if (were[field] !== are[field] && !hotFields.has(field)) return false;
      }
      return true;
    },
  };
}

/** A token by any field's name. */
type Fields = Readonly<Record<string, unknown>>;

function fieldsIn(token: object): Fields {
  return token as Fields;
}

/** Of the tokens as they are. */
export const tokens = tokenRows(tokenTable);
export const { seal: sealToken, open: openToken, withHotColumns, differsOnlyHot } = tokens;

export interface ChangedToken<Kept extends LoadedToken = LoadedToken> {
  readonly after: Kept;
  /** Undefined for a new one. */
  readonly before: Kept | undefined;
  /** Whether only what a code changes differs. */
  readonly isHot: boolean;
}

/**
 * Seals and signs what an act changed.
 * @param changed listed newest first, like `before`; what comes back is in the order in which new ones are numbered
 * @param placed see `Found`
 */
export function changedTokens<Kept extends LoadedToken>(
  changed: readonly Token[],
  owner: CustomerKey,
  before: readonly Kept[],
  keys: InstitutionKeys,
  placed: (after: LoadedToken, before: Kept | undefined) => Kept,
): readonly ChangedToken<Kept>[] {
  let newestOrdinal = before[0] === undefined ? 0 : tokens.ordinalOf(before[0].row);
  return changed.toReversed().map((token) => {
    const known = before.find((one) => one.token.tokenId === token.tokenId);
    if (known !== undefined && differsOnlyHot(known.token, token)) {
      return { after: placed(withHotColumns(known, token, keys), known), before: known, isHot: true };
    }
    const ordinal = known === undefined ? ++newestOrdinal : tokens.ordinalOf(known.row);
    return { after: placed(sealToken(token, owner, ordinal, keys, known), known), before: known, isHot: false };
  });
}

/** The tokens once that is written: new ones come first. */
export function loadedAfter<Kept extends LoadedToken>(
  before: readonly Kept[],
  changed: readonly ChangedToken<Kept>[],
): readonly Kept[] {
  const newest = new Map(changed.map(({ after }) => [after.token.tokenId, after]));
  const added = changed.filter((one) => one.before === undefined).map(({ after }) => after);
  return [...added.toReversed(), ...before.map((one) => newest.get(one.token.tokenId) ?? one)];
}

function damaged(): RowDamaged {
  return new RowDamaged("A token's row was changed from outside.");
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

function openText(sealed: Uint8Array, keys: InstitutionKeys, sealedFor: SealedFor): string {
  try {
    return keys.openText(sealed, sealedFor);
  } catch (error) {
    throw new RowDamaged("A sealed column of a token was changed from outside.", { cause: error });
  }
}

const keyOf = (tokenId: TokenId): SealedFor => ({ subject: tokenId, purpose: "token key" });
const emailOf = (tokenId: TokenId): SealedFor => ({ subject: tokenId, purpose: "mobile e-mail" });
const recordOf = (tokenId: TokenId): SealedFor => ({ subject: tokenId, purpose: "registration record" });
