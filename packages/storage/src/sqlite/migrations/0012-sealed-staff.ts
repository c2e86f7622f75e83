import type { DatabaseSync } from "node:sqlite";
import type { KeyedStep } from "../../keyed-step.ts";
import { sealName } from "../../rows/staff-row.ts";
import { inTransaction } from "../connection.ts";

interface PlainStaffRow {
  readonly institution_id: string;
  readonly staff_id: string;
  readonly name: string;
  readonly branch_name: string;
}

/** Seals the names of staff. There are few: what is given up of them is overwritten, and no file is written anew. */
export const sealStaff: KeyedStep<DatabaseSync> = async (db, keysOf) => {
  const select = db.prepare("SELECT institution_id, staff_id, name, branch_name FROM staff WHERE sealed_name = x''");
  const rows = select.all() as unknown as PlainStaffRow[];
  const update = db.prepare(
    "UPDATE staff SET name = '', branch_name = '', sealed_name = ? WHERE institution_id = ? AND staff_id = ?",
  );
  for (const { institution_id: institutionId, staff_id: staffId, name, branch_name: branchName } of rows) {
    const keys = await keysOf(institutionId);
    inTransaction(db, () => update.run(sealName(staffId, name, branchName, keys), institutionId, staffId));
  }
  return rows.length;
};
