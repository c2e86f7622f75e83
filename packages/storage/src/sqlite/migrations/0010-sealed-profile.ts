import type { DatabaseSync } from "node:sqlite";
import { rowsInPiece } from "../../keyed-step.ts";
import type { KeyedStep } from "../../keyed-step.ts";
import { plainCustomerTable, sealPlainRow } from "../../sealing/plain-profile.ts";
import { inTransaction } from "../connection.ts";
import { select } from "../select.ts";

/** Seals what lies in the clear of customers, and writes the file anew so that no page keeps it. */
export const sealProfiles: KeyedStep<DatabaseSync> = async (db, keysOf) => {
  const inTheClear = select(
    db,
    plainCustomerTable,
    (columns) => `SELECT ${columns} FROM customer
     WHERE coalesce(name, name_kana, branch_code, account_number, phone) IS NOT NULL
       AND (institution_id, customer_id) > (?, ?)
     ORDER BY institution_id, customer_id LIMIT ${rowsInPiece}`,
  );
  const update = db.prepare(
    `UPDATE customer SET name = NULL, name_kana = NULL, branch_code = NULL, account_number = NULL, phone = NULL,
       kana_form = NULL, phone_form = NULL,
       sealed_profile = ?, branch_hash = ?, account_hash = ?, phone_hash = ?, kana_trail = ?, mac = ?
     WHERE institution_id = ? AND customer_id = ?`,
  );
  let sealed = 0;
  for (let last: readonly [string, string] = ["", ""]; ;) {
    const rows = inTheClear.all(...last);
    const end = rows.at(-1);
    if (end === undefined) break;
    const keys = new Map<string, Awaited<ReturnType<typeof keysOf>>>();
    for (const { institution_id: id } of rows) if (!keys.has(id)) keys.set(id, await keysOf(id));
    inTransaction(db, () => {
      for (const row of rows) {
        const own = keys.get(row.institution_id);
        if (own === undefined) continue;
        const columns = sealPlainRow(row, own);
        update.run(
          columns.sealed_profile,
          columns.branch_hash,
          columns.account_hash,
          columns.phone_hash,
          columns.kana_trail,
          columns.mac,
          row.institution_id,
          row.customer_id,
        );
      }
    });
    sealed += rows.length;
    last = [end.institution_id, end.customer_id];
  }
  // Also when an earlier run was ended before this: a VACUUM too many costs a minute, one too few leaves names in the file.
  if (sealed > 0 || isInUse(db)) db.exec("VACUUM");
  return sealed;
};

function isInUse(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM customer WHERE sealed_profile IS NOT NULL LIMIT 1").get() !== undefined;
}
