import type { AnyTable } from "./table.ts";

/** Inserts a row whose values are bound in the list's order. @param bound the dialect's sign before a value's number */
export function insertSql({ name, names }: AnyTable, bound: "?" | "$"): string {
  return `INSERT INTO ${name} (${names.join(", ")}) VALUES (${names.map((_, index) => `${bound}${index + 1}`).join(", ")})`;
}

/** The same, or writes over the row under that key. */
export function upsertSql(table: AnyTable, bound: "?" | "$"): string {
  const { names, key } = table;
  const changed = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  return `${insertSql(table, bound)} ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${changed.join(", ")}`;
}
