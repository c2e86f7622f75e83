import type { DatabaseSync } from "node:sqlite";
import type { CustomerKey } from "../customer-key.ts";
import type { Cell } from "../tables/column.ts";
import { fromJson, jsonText } from "../tables/json.ts";
import type { Json } from "../tables/json.ts";
import { tokenTable } from "../tables/token-table.ts";
import type { TokenTable } from "../tables/token-table.ts";
import type { NumberedRow } from "./numbered-row.ts";
import { errorCodeOf } from "./trouble.ts";

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

/** How a token is read: everything here follows from its list of columns. */
export interface TokenTexts {
  /** A customer's token rows, newest first, each the text of an array: its own columns, its number, its newest event. */
  textsIn(db: DatabaseSync): (institutionId: string, customerId: string) => string[];
  /** @param values what stands in such an array */
  rowOf(owner: CustomerKey, values: Cell[]): NumberedRow;
}

export function tokenTextsOf({ names, columns }: TokenTable): TokenTexts {
  /** Whose it is, is known. */
  const own = names.slice(2);
  const bytesAt = own.flatMap((name, index) => (columns[name].type === "bytes" ? [index] : []));
  const valueOf = (name: (typeof names)[number]) => {
    const { type, isNullable } = columns[name];
    // Bytes stand as hexadecimal digits.
    if (type !== "bytes") return name;
    return isNullable ? `iif(${name} IS NULL, NULL, hex(${name}))` : `hex(${name})`;
  };
  return {
    textsIn(db) {
      // A token without its state has no MAC that fits.
      const select = db.prepare(
        `SELECT json_array(${own.map(valueOf).join(", ")}, number, newest_event) AS text
         FROM token LEFT JOIN token_state USING (number)
         WHERE institution_id = ? AND customer_id = ? ORDER BY ordinal DESC`,
      );
      return (institutionId, customerId) => select.all(institutionId, customerId).map((row) => String(row["text"]));
    },
    rowOf({ institutionId, customerId }, values) {
      for (const index of bytesAt) {
        const value = values[index];
        if (typeof value === "string") values[index] = Buffer.from(value, "hex");
      }
      const [number = null, newestEvent = null] = values.splice(own.length);
      return {
        row: [institutionId, customerId, ...values],
        number: Number(number),
        newestEvent: newestEvent === null ? null : Number(newestEvent),
      };
    },
  };
}

/** Of the tokens as they are. */
const tokenTexts = tokenTextsOf(tokenTable);

export type PackedFound = {
  readonly customers: readonly ({ readonly rows: Cell[][] } | Unreadable)[];
  readonly answers: Found["answers"];
};

/**
 * Looks up in one view of the file, from text to text: one text travels between threads in a fraction of the time that as many
 * objects take. SQLite makes the text of each row itself: to take thirty values out of it one by one takes as long as to find them.
 * @returns from what is wanted, as JSON, to the text that `unpackFound` reads
 */
export function lookUpIn(db: DatabaseSync): (wanted: Json<Wanted>) => Json<PackedFound> {
  const textsOf = tokenTexts.textsIn(db);
  const selectAnswer = db.prepare(
    "SELECT fingerprint, outcome, expires_at_ms AS expiresAtMs FROM kept_answer WHERE institution_id = ? AND once_key = ?",
  );
  const tokensOf = ({ institutionId, customerId }: CustomerKey) =>
    `{"rows":[${textsOf(institutionId, customerId).join(",")}]}`;
  const answerTo = ({ institutionId, key }: Wanted["onceKeys"][number]) =>
    JSON.stringify(selectAnswer.get(institutionId, key) ?? null);

  return (text) => {
    const { customers, onceKeys } = fromJson(text);
    db.exec("BEGIN");
    try {
      const tokens = customers.map((customer) => orUnreadable(() => tokensOf(customer)));
      const answers = onceKeys.map((onceKey) => orUnreadable(() => answerTo(onceKey)));
      return jsonText(`{"customers":[${tokens.join(",")}],"answers":[${answers.join(",")}]}`);
    } finally {
      // A COMMIT would tell once more of a page that could not be read.
      db.exec("ROLLBACK");
    }
  };
}

/** @param wanted what was asked for */
export function unpackFound(text: Json<PackedFound>, wanted: Wanted): Found {
  const { customers, answers } = fromJson(text);
  return {
    customers: wanted.customers.map((customer, index): FoundTokens | Unreadable => {
      const one = customers[index];
      if (one === undefined) throw new RangeError("The reader did not answer for everybody.");
      return "error" in one ? one : { rows: one.rows.map((values) => tokenTexts.rowOf(customer, values)) };
    }),
    answers,
  };
}

/** The text that `look` gives, or that of `Unreadable`. */
function orUnreadable(look: () => string): string {
  try {
    return look();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return JSON.stringify({ error: message, errcode: errorCodeOf(error) } satisfies Unreadable);
  }
}
