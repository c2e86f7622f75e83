import type pg from "pg";
import type { KeyedStep } from "../../keyed-step.ts";
import { sealName } from "../../rows/staff-row.ts";

interface PlainStaffRow {
  readonly institution_id: string;
  readonly staff_id: string;
  readonly name: string;
  readonly branch_name: string;
}

const select = "SELECT institution_id, staff_id, name, branch_name FROM staff WHERE sealed_name = ''";
const update = `
  UPDATE staff SET name = '', branch_name = '', sealed_name = $1 WHERE institution_id = $2 AND staff_id = $3 AND sealed_name = ''`;

/** Seals the names of staff, and writes their small table anew so that no page keeps them. */
export const sealStaff: KeyedStep<pg.Client> = async (client, keysOf) => {
  const { rows } = await client.query<PlainStaffRow>(select);
  for (const { institution_id: institutionId, staff_id: staffId, name, branch_name: branchName } of rows) {
    const keys = await keysOf(institutionId);
    await client.query(update, [sealName(staffId, name, branchName, keys), institutionId, staffId]);
  }
  await client.query("VACUUM (FULL) staff");
  return rows.length;
};
