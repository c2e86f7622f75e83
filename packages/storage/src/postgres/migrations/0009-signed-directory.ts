import type pg from "pg";
import type { KeyedStep } from "../../keyed-step.ts";
import { textOf } from "../../sealing/signed-rows.ts";
import type { AnyTable } from "../../tables/table.ts";
import { signedDirectory } from "../../tables/directory-tables.ts";

/** Signs what grants something, as it stands: nobody can tell what was changed before there was a MAC. */
export const signDirectory: KeyedStep<pg.Client> = async (client, keysOf) => {
  let signed = 0;
  for (const table of signedDirectory) {
    const names: readonly string[] = table.key;
    const where = names.map((name, index) => `${name} = $${index + 2}`).join(" AND ");
    const columns = readOf(table);
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT ${columns.join(", ")} FROM ${table.name} WHERE mac = ''`,
    );
    for (const row of rows) {
      const keys = await keysOf(String(row["institution_id"]));
      const mac = keys.mac(textOf(table, row, 1));
      await client.query(`UPDATE ${table.name} SET mac = $1 WHERE ${where} AND mac = ''`, [
        mac,
        ...names.map((name) => row[name]),
      ]);
    }
    signed += rows.length;
  }
  return signed;
};

/** The columns of that time, with moments as numbers. */
function readOf({ names, columns }: AnyTable): readonly string[] {
  return names.flatMap((name) => {
    const { type, since } = columns[name] ?? {};
    if (since !== 1) return [];
    return [type === "moment" ? `${name}::float8 AS ${name}` : name];
  });
}
