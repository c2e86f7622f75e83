import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Columns, RowOf } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";

/** A statement that gives rows of a table. */
export interface Select<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  /** One after the other, for a table that is read as a whole. */
  each(): Iterable<Row>;
}

/** Its rows are as the table's list says: it is made from it. @param sql from the text of the columns' names */
export function select<List extends Columns>(
  db: DatabaseSync,
  { names }: Table<List>,
  sql: (columns: string) => string,
): Select<RowOf<List>> {
  const statement = db.prepare(sql(names.join(", ")));
  const named = (row: object) => row as RowOf<List>;
  return {
    get(...values) {
      const row = statement.get(...values);
      return row === undefined ? undefined : named(row);
    },
    all: (...values) => statement.all(...values).map(named),
    *each() {
      for (const row of statement.iterate()) yield named(row);
    },
  };
}
