import type { CustomerRow } from "../sealing/customer-row.ts";
import { tokenColumns, tokenRowOf } from "../sealing/token-row.ts";
import type { TokenRow } from "../sealing/token-row.ts";
import { bytesArray, numberArray, textArray } from "./array-literals.ts";
import type { Columns } from "./session.ts";
import { statement } from "./statement.ts";
import type { Statement, Step } from "./statement.ts";

type ColumnType = "text" | "integer" | "bigint" | "bytea";
type Shape<Row> = { readonly [Column in keyof Row]-?: ColumnType };

/** The columns of a customer, in the order in which they are read and written. */
const customerShape: Shape<CustomerRow> = {
  institution_id: "text",
  customer_id: "text",
  otp_use: "text",
  applied_at_ms: "bigint",
  revoked_at_ms: "bigint",
  issuances_at_ms: "text",
  sealed_profile: "bytea",
  branch_hash: "bytea",
  account_hash: "bytea",
  phone_hash: "bytea",
  kana_trail: "bytea",
  mac: "bytea",
};

const tokenShape: Shape<TokenRow> = {
  institution_id: "text",
  customer_id: "text",
  ordinal: "integer",
  token_id: "text",
  user_id: "text",
  life: "text",
  algorithm: "text",
  digits: "integer",
  period_seconds: "integer",
  issued_at_ms: "bigint",
  expires_at_ms: "bigint",
  activated_at_ms: "bigint",
  confirmed_at_ms: "bigint",
  ended_at_ms: "bigint",
  locale: "text",
  mail_sent_at_ms: "bigint",
  mail_resends: "integer",
  activation_tries_left: "integer",
  last_step: "integer",
  drift_steps: "integer",
  wrong_in_a_row: "integer",
  pauses_in_a_row: "integer",
  wrong_since_confirm: "integer",
  replays_in_a_row: "integer",
  paused_until_ms: "bigint",
  locked_at_ms: "bigint",
  suspended_at_ms: "bigint",
  replaces_token_id: "text",
  sealed_mobile_email: "bytea",
  sealed_registration_record: "bytea",
  sealed_key: "bytea",
  mac: "bytea",
};

/** What a code changes of a token. */
const hotShape: Partial<Shape<TokenRow>> = {
  last_step: "integer",
  drift_steps: "integer",
  wrong_in_a_row: "integer",
  pauses_in_a_row: "integer",
  wrong_since_confirm: "integer",
  replays_in_a_row: "integer",
  paused_until_ms: "bigint",
  locked_at_ms: "bigint",
  mac: "bytea",
};

/** The first columns of a token: whose it is. */
const tokenOwner = ["institution_id", "customer_id"] as const satisfies readonly (keyof TokenRow)[];
const places = "unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (institution_id, customer_id, n)";

/** A row as it will be, with the MAC under which it was read. */
export interface Rewritten<Row> {
  readonly row: Row;
  readonly was: Uint8Array;
}

/** Writes new rows, and rows that are still as they were read: if one of them is not, everything is undone. */
export interface RowWriter<Row> {
  insert(rows: readonly Row[]): readonly Step[];
  rewrite(rows: readonly Rewritten<Row>[]): readonly Step[];
}

export const customerWriter = rowWriter<CustomerRow>("customer", customerShape, ["institution_id", "customer_id"]);
const tokenKey = ["institution_id", "customer_id", "ordinal"] as const;
export const tokenWriter = rowWriter<TokenRow>("token", tokenShape, tokenKey);
export const hotTokenWriter: Pick<RowWriter<TokenRow>, "rewrite"> = rowWriter<TokenRow>("token", hotShape, tokenKey);

/** Tells whose row it is by `n`, the customer's place in the arrays asked for. */
export const selectCustomers: Statement = statement(
  `SELECT k.n, ${qualified("c", columnNames(customerShape))} FROM ${places} JOIN customer AS c
   ON c.institution_id = k.institution_id AND c.customer_id = k.customer_id`,
);

/** What is read of a token: whose it is, is known. */
const readColumns = tokenColumns.slice(tokenOwner.length);
/** Those that may be NULL stand as an empty text, which no value is. */
const emptied: ReadonlySet<string> = new Set<keyof TokenRow>([
  "user_id",
  "activated_at_ms",
  "confirmed_at_ms",
  "ended_at_ms",
  "mail_sent_at_ms",
  "paused_until_ms",
  "locked_at_ms",
  "suspended_at_ms",
  "replaces_token_id",
  "sealed_mobile_email",
  "sealed_registration_record",
  "sealed_key",
]);

/**
 * The same for the tokens of each, every row as one text with a line for each column: to take thirty values out of PostgreSQL's
 * answer, and thirty names before them, costs more than to open the key. No column holds a line break; where somebody put one
 * by hand, the row is damaged.
 */
export const selectTokens: Statement = statement(
  `SELECT k.n, concat_ws(E'\\n', ${readColumns.map(lineOf).join(", ")}) FROM ${places} JOIN token AS t
   ON t.institution_id = k.institution_id AND t.customer_id = k.customer_id`,
);

function lineOf(column: string): string {
  return emptied.has(column) ? `coalesce(t.${column}::text, '')` : `t.${column}`;
}

function qualified(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(", ");
}

const readCustomer = rowReader(customerShape);

/** The row behind its `n`. */
export function customerRowOf(columns: Columns): CustomerRow {
  return readCustomer(columns, 1);
}

/** A token's row, from the text behind its `n`. */
export function tokenRowFrom([institutionId, customerId]: readonly [string, string], [, text]: Columns): TokenRow {
  const lines = String(text).split("\n");
  const values = lineTypes.map((type, index) => readLine(type, lines[index] ?? ""));
  const row = tokenRowOf([institutionId, customerId, ...values]);
  // Lines that are too many or too few are nobody's.
  if (lines.length !== lineTypes.length) row.mac = new Uint8Array();
  return row;
}

const lineTypes: readonly ColumnType[] = readColumns.map((column) => tokenShape[column]);

function readLine(type: ColumnType, line: string): unknown {
  if (line === "") return null;
  if (type === "text") return line;
  // `bytea_output = hex`, PostgreSQL's standard: \x and the digits.
  return type === "bytea" ? Buffer.from(line.slice(2), "hex") : Number(line);
}

/** Every row has the same form from the beginning, which the engine rewards. */
function rowReader<Row extends object>(shape: Shape<Row>): (columns: Columns, first: number) => Row {
  const names = Object.keys(shape);
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  return (columns, first) => {
    const row: Record<string, unknown> = { ...blank };
    for (let index = 0; index < names.length; index += 1) row[names[index] as string] = columns[first + index];
    return row as Row;
  };
}

function rowWriter<Row extends { readonly mac: Uint8Array }>(
  table: string,
  shape: Partial<Shape<Row>>,
  key: readonly (keyof Shape<Row> & string)[],
): RowWriter<Row> {
  const types = shape as Readonly<Record<string, ColumnType>>;
  const names = columnNames(shape);
  const changed = names.filter((name) => !(key as readonly string[]).includes(name));
  const all = [...key, ...changed];
  const typeOf = (name: string): ColumnType => types[name] ?? (name === "ordinal" ? "integer" : "text");
  const arrays = (from: readonly string[]) => from.map((name, index) => `$${index + 1}::${typeOf(name)}[]`).join(", ");
  const insert = statement(`INSERT INTO ${table} (${all.join(", ")}) SELECT * FROM unnest(${arrays(all)})`);
  const rewrite = statement(
    `WITH written AS (
       UPDATE ${table} AS t SET ${changed.map((name) => `${name} = v.${name}`).join(", ")}
       FROM unnest(${arrays(all)}, $${all.length + 1}::bytea[]) AS v (${all.join(", ")}, was)
       WHERE ${key.map((name) => `t.${name} = v.${name}`).join(" AND ")} AND t.mac = v.was RETURNING 1)
     SELECT warifu_must_be(count(*), $${all.length + 2}) FROM written`,
  );
  const valuesOf = (rows: readonly Row[]): string[] =>
    all.map((name) => {
      const column = rows.map((row) => (row as Readonly<Record<string, unknown>>)[name]);
      const type = typeOf(name);
      if (type === "text") return textArray(column as (string | null)[]);
      return type === "bytea" ? bytesArray(column as (Uint8Array | null)[]) : numberArray(column as (number | null)[]);
    });
  return {
    insert: (rows) => (rows.length === 0 ? [] : [{ statement: insert, values: valuesOf(rows) }]),
    rewrite(rewritten) {
      if (rewritten.length === 0) return [];
      const was = bytesArray(rewritten.map((one) => one.was));
      return [{ statement: rewrite, values: [...valuesOf(rewritten.map(({ row }) => row)), was, rewritten.length] }];
    },
  };
}

function columnNames(shape: object): readonly string[] {
  return Object.keys(shape);
}
