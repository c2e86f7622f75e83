import type { DirectoryStore } from "@warifu/rules";
import { asStaff, passkeysOf, sealName, withPasskey } from "../rows/staff-row.ts";
import type { StaffRow } from "../rows/staff-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { appendEvents } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { statement } from "./statement.ts";

type StaffPart = Pick<DirectoryStore, "staff" | "staffOf" | "putStaff" | "addPasskey" | "notePasskeyUse">;

const byId = statement("SELECT * FROM staff WHERE staff_id = $1");
const lockById = statement("SELECT * FROM staff WHERE staff_id = $1 FOR UPDATE");
const ofInstitution = statement("SELECT * FROM staff WHERE institution_id = $1 ORDER BY staff_id");
const put = statement(
  `INSERT INTO staff (institution_id, staff_id, sealed_name, role, passkeys, disabled_at_ms)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (institution_id, staff_id) DO UPDATE SET sealed_name = excluded.sealed_name,
     role = excluded.role, passkeys = excluded.passkeys, disabled_at_ms = excluded.disabled_at_ms`,
);
const putPasskeys = statement("UPDATE staff SET passkeys = $1 WHERE staff_id = $2");

export function postgresStaff(database: Database, keysOf: KeysOf, change: ChangeDirectory): StaffPart {
  return {
    async staff(staffId) {
      const [row] = await database.read<StaffRow>(byId, [staffId]);
      return row === undefined ? null : asStaff(row, keysOf);
    },
    staffOf: async (institutionId) => {
      const rows = await database.read<StaffRow>(ofInstitution, [institutionId]);
      return Promise.all(rows.map((row) => asStaff(row, keysOf)));
    },
    putStaff: async ({ institutionId, staffId, name, branchName, role, passkeys, disabledAtMs }, event) => {
      const sealed = sealName(staffId, name, branchName, await keysOf(institutionId));
      return change(async (session) => {
        const values = [institutionId, staffId, sealed, role, JSON.stringify(passkeys), disabledAtMs];
        await session.rows(put, values);
        return true;
      }, event);
    },
    addPasskey: (staffId, passkey, eventOf) =>
      database.transaction(async (session) => {
        const [row] = await session.rows<StaffRow>(lockById, [staffId]);
        const passkeys = withPasskey(row, passkey);
        const put = { statement: putPasskeys, values: [JSON.stringify(passkeys), staffId] };
        return { value: undefined, last: [put, ...appendEvents([eventOf(passkeys.length)])] };
      }),
    notePasskeyUse: (staffId, credentialId, signCount) =>
      database.transaction(async (session) => {
        const [row] = await session.rows<StaffRow>(lockById, [staffId]);
        if (row === undefined) return { value: undefined, last: [] };
        const passkeys = passkeysOf(row).map((passkey) =>
          passkey.credentialId === credentialId ? { ...passkey, signCount } : passkey,
        );
        return { value: undefined, last: [{ statement: putPasskeys, values: [JSON.stringify(passkeys), staffId] }] };
      }),
  };
}
