import type { SQLInputValue } from "node:sqlite";

/** A statement by its text, with its values. */
export interface Write {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Makes the write of a whole row, new or known, from its values in the order of the columns. */
export function rowUpsert(
  table: string,
  columns: readonly string[],
  key: readonly string[],
): (values: readonly SQLInputValue[]) => Write {
  const updates = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  const sql = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
    ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${updates.join(", ")}`;
  return (values) => ({ sql, values });
}
