import type { DirectoryStore } from "@warifu/rules";
import { asStaff, signPasskeys, signStaff, staffRows, withPasskey, withUse } from "../rows/staff-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { appendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { staffTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";
import { statement } from "./statement.ts";

type StaffPart = Pick<DirectoryStore, "staff" | "staffOf" | "putStaff" | "addPasskey" | "notePasskeyUse">;

const byId = statement("SELECT * FROM staff WHERE staff_id = $1");
const lockById = statement("SELECT * FROM staff WHERE staff_id = $1 FOR UPDATE");
const ofInstitution = statement("SELECT * FROM staff WHERE institution_id = $1 ORDER BY staff_id");
const put = statement(upsertSql(staffTable, "$"));

export function postgresStaff(database: Database, keysOf: KeysOf, change: ChangeDirectory): StaffPart {
  /** A staff member stays with their institution: its keys are opened before the transaction begins. */
  const keysOfMember = async (staffId: string) => {
    const [row] = await database.read<{ institution_id: string }>(byId, [staffId]);
    return row === undefined ? null : keysOf(row.institution_id);
  };
  return {
    async staff(staffId) {
      const [raw] = await database.read(byId, [staffId]);
      return raw === undefined ? null : asStaff(await staffRows.read(raw, keysOf), keysOf);
    },
    staffOf: async (institutionId) => {
      const rows = await staffRows.readSound(await database.read(ofInstitution, [institutionId]), keysOf);
      return Promise.all(rows.map((row) => asStaff(row, keysOf)));
    },
    putStaff: async (member, event) => {
      const values = signStaff(member, await keysOf(member.institutionId));
      return change(async (session) => {
        await session.rows(put, values);
        return event;
      });
    },
    addPasskey: async (staffId, passkey, eventOf) => {
      const keys = await keysOfMember(staffId);
      await database.transaction(async (session) => {
        const [raw] = await session.rows(lockById, [staffId]);
        const row = raw === undefined || keys === null ? undefined : staffRows.check(raw, keys);
        const passkeys = withPasskey(row, passkey);
        const events = appendEvent(eventOf(passkeys.length));
        if (row === undefined || keys === null) return { value: undefined, last: events };
        return {
          value: undefined,
          last: [{ statement: put, values: signPasskeys(row, passkeys, keys) }, ...events],
        };
      });
    },
    notePasskeyUse: async (staffId, credentialId, signCount) => {
      const keys = await keysOfMember(staffId);
      if (keys === null) return;
      await database.transaction(async (session) => {
        const [raw] = await session.rows(lockById, [staffId]);
        if (raw === undefined) return { value: undefined, last: [] };
        const row = staffRows.check(raw, keys);
        const values = signPasskeys(row, withUse(row, credentialId, signCount), keys);
        return { value: undefined, last: [{ statement: put, values }] };
      });
    },
  };
}
