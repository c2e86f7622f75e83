import type { DatabaseSync } from "node:sqlite";
import type { KeyedStep } from "../../keyed-step.ts";
import { textOf } from "../../sealing/signed-rows.ts";
import { signedDirectory } from "../../tables/directory-tables.ts";
import { inTransaction } from "../connection.ts";

/** Signs what grants something, as it stands: nobody can tell what was changed before there was a MAC. */
export const signDirectory: KeyedStep<DatabaseSync> = async (db, keysOf) => {
  let signed = 0;
  for (const table of signedDirectory) {
    const names: readonly string[] = table.key;
    const where = names.map((name) => `${name} = ?`).join(" AND ");
    const update = db.prepare(`UPDATE ${table.name} SET mac = ? WHERE ${where}`);
    const rows = db.prepare(`SELECT * FROM ${table.name} WHERE mac = x''`).all();
    for (const row of rows) {
      const keys = await keysOf(String(row["institution_id"]));
      const mac = keys.mac(textOf(table, row, 1));
      inTransaction(db, () => update.run(mac, ...names.map((name) => String(row[name]))));
    }
    signed += rows.length;
  }
  return signed;
};
