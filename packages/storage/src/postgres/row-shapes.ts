import { customerTable } from "../tables/customer-table.ts";
import type { CustomerRow } from "../tables/customer-table.ts";
import type { Cell, ColumnType } from "../tables/column.ts";
import { rowMaker } from "../tables/table.ts";
import type { AnyTable } from "../tables/table.ts";
import { tokenTable } from "../tables/token-table.ts";
import type { TokenColumns, TokenTable } from "../tables/token-table.ts";
import { bytesArray, numberArray, textArray } from "./array-literals.ts";
import type { Columns } from "./session.ts";
import { statement } from "./statement.ts";
import type { Statement, Step } from "./statement.ts";

/** PostgreSQL's name for what a column holds. */
const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: "text",
  integer: "integer",
  moment: "bigint",
  bytes: "bytea",
};

const places = "unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (institution_id, customer_id, n)";

/** A row as it will be, with the MAC under which it was read. */
export interface Rewritten {
  /** Its values in the order of the list. */
  readonly row: readonly Cell[];
  readonly was: Uint8Array;
}

/** Writes new rows, and rows that are still as they were read: if one of them is not, everything is undone. */
export interface RowWriter {
  insert(rows: readonly (readonly Cell[])[]): readonly Step[];
  rewrite(rows: readonly Rewritten[]): readonly Step[];
}

export const customerWriter = rowWriter(customerTable, allButKey(customerTable));

/** Tells whose row it is by `n`, the customer's place in the arrays asked for. */
export const selectCustomers: Statement = statement(
  `SELECT k.n, ${customerTable.names.map((name) => `c.${name}`).join(", ")} FROM ${places} JOIN customer AS c
   ON c.institution_id = k.institution_id AND c.customer_id = k.customer_id`,
);

const customerRow = rowMaker<(typeof customerTable)["columns"]>(customerTable.names);

/** The row behind its `n`. */
export function customerRowOf(columns: Columns): CustomerRow {
  return customerRow(columns.slice(1));
}

/** How tokens are read and written: everything here follows from their list of columns. */
export interface TokenStatements {
  /**
   * The tokens of each customer asked for, every row as one text with a line for each column: to take thirty values out of
   * PostgreSQL's answer, and thirty names before them, costs more than to open the key. No column holds a line break; where
   * somebody put one by hand, the row is damaged.
   */
  readonly select: Statement;
  /** A token's row, from the text behind its `n`. */
  rowFrom(owner: readonly [string, string], columns: Columns): readonly Cell[];
  readonly writer: RowWriter;
  /** Writes what a code changes. */
  readonly hotWriter: Pick<RowWriter, "rewrite">;
}

/** @param prepared names a statement */
export function tokenStatements(table: TokenTable, prepared = statement): TokenStatements {
  const { names, columns } = table;
  /** What is read of a token: whose it is, is known. */
  const read = names.slice(2);
  const types = read.map((name) => columns[name].type);
  // Those that may be NULL stand as an empty text, which no value is.
  const lineOf = (name: keyof TokenColumns) =>
    columns[name].isNullable ? `coalesce(t.${name}::text, '')` : `t.${name}`;
  const macAt = names.indexOf("mac");
  return {
    select: prepared(
      `SELECT k.n, concat_ws(E'\\n', ${read.map(lineOf).join(", ")}) FROM ${places} JOIN token AS t
       ON t.institution_id = k.institution_id AND t.customer_id = k.customer_id`,
    ),
    rowFrom([institutionId, customerId], [, text]) {
      const lines = String(text).split("\n");
      const values = types.map((type, index) => readLine(type, lines[index] ?? ""));
      const row: Cell[] = [institutionId, customerId, ...values];
      // Lines that are too many or too few are nobody's.
      if (lines.length !== types.length) row[macAt] = new Uint8Array();
      return row;
    },
    writer: rowWriter(table, allButKey(table), prepared),
    hotWriter: rowWriter(
      table,
      names.filter((name) => columns[name].isHot || name === "mac"),
      prepared,
    ),
  };
}

/** Of the tokens as they are. */
export const {
  select: selectTokens,
  rowFrom: tokenRowFrom,
  writer: tokenWriter,
  hotWriter: hotTokenWriter,
} = tokenStatements(tokenTable);

function readLine(type: ColumnType, line: string): Cell {
  if (line === "") return null;
  if (type === "text") return line;
  // `bytea_output = hex`, PostgreSQL's standard: \x and the digits.
  return type === "bytes" ? Buffer.from(line.slice(2), "hex") : Number(line);
}

function allButKey({ names, key }: AnyTable): readonly string[] {
  return names.filter((name) => !key.includes(name));
}

/** @param changed what is written of a row that is there */
function rowWriter(table: AnyTable, changed: readonly string[], prepared = statement): RowWriter {
  const { name: into, key, columns } = table;
  const all = [...key, ...changed];
  const typeOf = (name: string): ColumnType => columns[name]?.type ?? "text";
  const arrays = all.map((name, index) => `$${index + 1}::${sqlTypes[typeOf(name)]}[]`).join(", ");
  const insert = prepared(`INSERT INTO ${into} (${all.join(", ")}) SELECT * FROM unnest(${arrays})`);
  const rewrite = prepared(
    `WITH written AS (
       UPDATE ${into} AS t SET ${changed.map((name) => `${name} = v.${name}`).join(", ")}
       FROM unnest(${arrays}, $${all.length + 1}::bytea[]) AS v (${all.join(", ")}, was)
       WHERE ${key.map((name) => `t.${name} = v.${name}`).join(" AND ")} AND t.mac = v.was RETURNING 1)
     SELECT warifu_must_be(count(*), $${all.length + 2}) FROM written`,
  );
  const valuesOf = (rows: readonly (readonly Cell[])[]): string[] =>
    all.map((name) => {
      const place = table.names.indexOf(name);
      const column = rows.map((row) => row[place] ?? null);
      const type = typeOf(name);
      if (type === "text") return textArray(column);
      return type === "bytes" ? bytesArray(column) : numberArray(column);
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
