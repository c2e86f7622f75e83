import type { DatabaseSync } from "node:sqlite";

/** The column names of a table, as the schema has them: the schema is the one place where they are listed. */
export function columnsOf(db: DatabaseSync, table: string): readonly string[] {
  return db
    .prepare("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map(({ name }) => String(name));
}
