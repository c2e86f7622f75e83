import type { DatabaseSync } from "node:sqlite";
import type { CustomerKey } from "../check-decision.ts";
import { tokenColumns, tokenRowOf } from "../sealing/token-row.ts";
import type { NumberedRow } from "./numbered-row.ts";

/** Whom and what the acts of a batch are about. */
export interface Wanted {
  readonly customers: readonly CustomerKey[];
  readonly onceKeys: readonly { readonly institutionId: string; readonly key: string }[];
}

/** What the file says of it, in the same order. */
export interface Found {
  readonly customers: readonly (FoundTokens | Unreadable)[];
  readonly answers: readonly (FoundAnswer | null | Unreadable)[];
}

export interface FoundTokens {
  /** Newest first, as the file has them: the journal is not laid over them. */
  readonly rows: readonly NumberedRow[];
}

export interface FoundAnswer {
  readonly fingerprint: string;
  /** JSON. */
  readonly outcome: string;
  readonly expiresAtMs: number;
}

/** A page of the file that cannot be read is the trouble of those whose rows lie on it. */
export interface Unreadable {
  readonly error: string;
  readonly errcode: number | undefined;
}

/** What is read of a token, with its number and newest event behind it. */
const columns = [...tokenColumns, "number", "newest_event"] as const;
/** Bytes stand as base64 in the texts of `lookUpIn`: the last of a token's own columns. */
const firstBytes = tokenColumns.indexOf("sealed_mobile_email");

type PackedFound = {
  readonly customers: readonly ({ readonly rows: unknown[][] } | Unreadable)[];
  readonly answers: Found["answers"];
};

/**
 * Looks up in one view of the file, from text to text: one text travels between threads in a fraction of the time that as many
 * objects take.
 * @returns from `packWanted`'s text to the text that `unpackFound` reads
 */
export function lookUpIn(db: DatabaseSync): (wanted: string) => string {
  const selectTokens = tokenValuesIn(db);
  const selectAnswer = db.prepare(
    "SELECT fingerprint, outcome, expires_at_ms AS expiresAtMs FROM kept_answer WHERE institution_id = ? AND once_key = ?",
  );
  const tokensOf = ({ institutionId, customerId }: CustomerKey) => ({
    rows: selectTokens(institutionId, customerId).map((values) => values.map(withoutBytes)),
  });
  const answerTo = ({ institutionId, key }: Wanted["onceKeys"][number]) =>
    (selectAnswer.get(institutionId, key) as FoundAnswer | undefined) ?? null;

  return (text) => {
    const { customers, onceKeys } = JSON.parse(text) as Wanted;
    db.exec("BEGIN");
    try {
      const found: PackedFound = {
        customers: customers.map((customer) => orUnreadable(() => tokensOf(customer))),
        answers: onceKeys.map((onceKey) => orUnreadable(() => answerTo(onceKey))),
      };
      return JSON.stringify(found);
    } finally {
      // A COMMIT would tell once more of a page that could not be read.
      db.exec("ROLLBACK");
    }
  };
}

/** A customer's token rows, newest first, each an array in the order of `columns`. A token without its state has no MAC that fits. */
function tokenValuesIn(db: DatabaseSync): (institutionId: string, customerId: string) => unknown[][] {
  const selected = columns.map((column) => (column === "mac" ? "coalesce(mac, x'')" : column));
  const select = db.prepare(
    `SELECT ${selected.join(", ")} FROM token LEFT JOIN token_state USING (number)
     WHERE institution_id = ? AND customer_id = ? ORDER BY ordinal DESC`,
  );
  select.setReturnArrays(true);
  return (institutionId, customerId) => select.all(institutionId, customerId) as unknown as unknown[][];
}

export function packWanted(wanted: Wanted): string {
  return JSON.stringify(wanted);
}

export function unpackFound(text: string): Found {
  const { customers, answers } = JSON.parse(text) as PackedFound;
  return {
    customers: customers.map((one) => ("error" in one ? one : { rows: one.rows.map(unpackedRow) })),
    answers,
  };
}

function unpackedRow(values: unknown[]): NumberedRow {
  for (let column = firstBytes; column < tokenColumns.length; column += 1) {
    const value = values[column];
    if (value !== null) values[column] = Buffer.from(value as string, "base64");
  }
  const [number, newestEvent] = values.slice(tokenColumns.length) as [number, number | null];
  return Object.assign(tokenRowOf(values), { number, newest_event: newestEvent });
}

function withoutBytes(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
}

function orUnreadable<Value>(look: () => Value): Value | Unreadable {
  try {
    return look();
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    return { error: message, errcode };
  }
}
