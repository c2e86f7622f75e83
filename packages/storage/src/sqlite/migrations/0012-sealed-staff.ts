import type { DatabaseSync } from "node:sqlite";
import type { KeyedStep } from "../../keyed-step.ts";
import { sealName } from "../../rows/staff-row.ts";
import { text } from "../../tables/column.ts";
import { table } from "../../tables/table.ts";
import { inTransaction } from "../connection.ts";
import { select } from "../select.ts";

const plainStaffTable = table("staff", ["institution_id", "staff_id"], {
  institution_id: text(),
  staff_id: text(),
  name: text(),
  branch_name: text(),
});

/** Seals the names of staff. There are few: what is given up of them is overwritten, and no file is written anew. */
export const sealStaff: KeyedStep<DatabaseSync> = async (db, keysOf) => {
  const rows = select(db, plainStaffTable, (columns) => `SELECT ${columns} FROM staff WHERE sealed_name = x''`).all();
  const update = db.prepare(
    "UPDATE staff SET name = '', branch_name = '', sealed_name = ? WHERE institution_id = ? AND staff_id = ?",
  );
  for (const { institution_id: institutionId, staff_id: staffId, name, branch_name: branchName } of rows) {
    const keys = await keysOf(institutionId);
    inTransaction(db, () => update.run(sealName(staffId, name, branchName, keys), institutionId, staffId));
  }
  return rows.length;
};
