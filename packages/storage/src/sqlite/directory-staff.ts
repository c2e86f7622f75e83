import type { DatabaseSync } from "node:sqlite";
import type { DirectoryStore } from "@warifu/rules";
import { asStaff, passkeysOf, sealName, withPasskey } from "../rows/staff-row.ts";
import type { StaffRow } from "../rows/staff-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
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
  const put = db.prepare(
    `INSERT INTO staff (institution_id, staff_id, sealed_name, role, passkeys, disabled_at_ms)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (institution_id, staff_id) DO UPDATE SET sealed_name = excluded.sealed_name,
       role = excluded.role, passkeys = excluded.passkeys, disabled_at_ms = excluded.disabled_at_ms`,
  );
  const putPasskeys = db.prepare("UPDATE staff SET passkeys = ? WHERE staff_id = ?");
  return {
    async staff(staffId) {
      const row = byId.get(staffId) as StaffRow | undefined;
      return row === undefined ? null : asStaff(row, keysOf);
    },
    staffOf: async (institutionId) =>
      Promise.all((ofInstitution.all(institutionId) as unknown as StaffRow[]).map((row) => asStaff(row, keysOf))),
    putStaff: async ({ institutionId, staffId, name, branchName, role, passkeys, disabledAtMs }, event) => {
      const sealed = sealName(staffId, name, branchName, await keysOf(institutionId));
      return change(() => {
        put.run(institutionId, staffId, sealed, role, JSON.stringify(passkeys), disabledAtMs);
        appendEvent(event);
      });
    },
    addPasskey: (staffId, passkey, eventOf) =>
      change(() => {
        const passkeys = withPasskey(byId.get(staffId) as StaffRow | undefined, passkey);
        putPasskeys.run(JSON.stringify(passkeys), staffId);
        appendEvent(eventOf(passkeys.length));
      }),
    notePasskeyUse: (staffId, credentialId, signCount) =>
      written(() => {
        const row = byId.get(staffId) as StaffRow | undefined;
        if (row === undefined) return;
        const passkeys = passkeysOf(row).map((passkey) =>
          passkey.credentialId === credentialId ? { ...passkey, signCount } : passkey,
        );
        putPasskeys.run(JSON.stringify(passkeys), staffId);
      }),
  };
}
