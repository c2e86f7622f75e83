import type { DirectoryStore } from "@warifu/rules";
import { asStaff } from "../rows/staff-row.ts";
import type { StaffRow } from "../rows/staff-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";

type StaffPart = Pick<DirectoryStore, "staff" | "staffOf" | "putStaff" | "notePasskeyUse">;

const byId = statement("SELECT * FROM staff WHERE staff_id = $1");
const lockById = statement("SELECT * FROM staff WHERE staff_id = $1 FOR UPDATE");
const ofInstitution = statement("SELECT * FROM staff WHERE institution_id = $1 ORDER BY staff_id");
const put = statement(
  `INSERT INTO staff (institution_id, staff_id, name, branch_name, role, passkeys, disabled_at_ms)
   VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (institution_id, staff_id) DO UPDATE SET name = excluded.name, branch_name = excluded.branch_name,
     role = excluded.role, passkeys = excluded.passkeys, disabled_at_ms = excluded.disabled_at_ms`,
);
const putPasskeys = statement("UPDATE staff SET passkeys = $1 WHERE staff_id = $2");

export function postgresStaff(database: Database, change: ChangeDirectory): StaffPart {
  return {
    async staff(staffId) {
      const [row] = await database.read<StaffRow>(byId, [staffId]);
      return row === undefined ? null : asStaff(row);
    },
    staffOf: async (institutionId) => (await database.read<StaffRow>(ofInstitution, [institutionId])).map(asStaff),
    putStaff: ({ institutionId, staffId, name, branchName, role, passkeys, disabledAtMs }, event) =>
      change(async (session) => {
        await session.rows(put, [
          institutionId,
          staffId,
          name,
          branchName,
          role,
          JSON.stringify(passkeys),
          disabledAtMs,
        ]);
        return true;
      }, event),
    notePasskeyUse: (staffId, credentialId, signCount) =>
      database.transaction(async (session) => {
        const [row] = await session.rows<StaffRow>(lockById, [staffId]);
        if (row === undefined) return { value: undefined, last: [] };
        const passkeys = asStaff(row).passkeys.map((passkey) =>
          passkey.credentialId === credentialId ? { ...passkey, signCount } : passkey,
        );
        return { value: undefined, last: [{ statement: putPasskeys, values: [JSON.stringify(passkeys), staffId] }] };
      }),
  };
}
