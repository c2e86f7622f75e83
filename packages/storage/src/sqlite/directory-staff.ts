import type { DatabaseSync } from "node:sqlite";
import type { DirectoryStore } from "@warifu/rules";
import { asStaff, signPasskeys, signStaff, staffRows, withPasskey, withUse } from "../rows/staff-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { staffTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";
import type { WriteAlone } from "./write-alone.ts";

type StaffPart = Pick<DirectoryStore, "staff" | "staffOf" | "putStaff" | "addPasskey" | "notePasskeyUse">;

export function sqliteStaff(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
  written: WriteAlone,
): StaffPart {
  const byId = db.prepare("SELECT * FROM staff WHERE staff_id = ?");
  const ofInstitution = db.prepare("SELECT * FROM staff WHERE institution_id = ? ORDER BY staff_id");
  const put = db.prepare(upsertSql(staffTable, "?"));
  /** A staff member stays with their institution: its keys are opened before the transaction begins. */
  const keysOfMember = async (staffId: string) => {
    const row = byId.get(staffId);
    return row === undefined ? null : keysOf(String(row["institution_id"]));
  };
  return {
    async staff(staffId) {
      const raw = byId.get(staffId);
      return raw === undefined ? null : asStaff(await staffRows.read(raw, keysOf), keysOf);
    },
    staffOf: async (institutionId) => {
      const rows = await staffRows.readSound(ofInstitution.all(institutionId), keysOf);
      return Promise.all(rows.map((row) => asStaff(row, keysOf)));
    },
    putStaff: async (member, event) => {
      const values = signStaff(member, await keysOf(member.institutionId));
      return change(() => {
        put.run(...values);
        appendEvent(event);
      });
    },
    addPasskey: async (staffId, passkey, eventOf) => {
      const keys = await keysOfMember(staffId);
      return change(() => {
        const raw = byId.get(staffId);
        const row = raw === undefined || keys === null ? undefined : staffRows.check(raw, keys);
        const passkeys = withPasskey(row, passkey);
        if (row !== undefined && keys !== null) put.run(...signPasskeys(row, passkeys, keys));
        appendEvent(eventOf(passkeys.length));
      });
    },
    notePasskeyUse: async (staffId, credentialId, signCount) => {
      const keys = await keysOfMember(staffId);
      if (keys === null) return;
      await written(() => {
        const raw = byId.get(staffId);
        if (raw === undefined) return;
        const row = staffRows.check(raw, keys);
        put.run(...signPasskeys(row, withUse(row, credentialId, signCount), keys));
      });
    },
  };
}
