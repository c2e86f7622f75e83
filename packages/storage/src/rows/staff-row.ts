import { DirectoryConflict, KeyUnreadable } from "@warifu/rules";
import type { Passkey, Staff } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell, RowOf } from "../tables/column.ts";
import { staffTable } from "../tables/directory-tables.ts";
import { fromJson, toJson } from "../tables/json.ts";

export type StaffRow = RowOf<(typeof staffTable)["columns"]>;

export const staffRows = signedRows(staffTable);

export function signStaff(member: Staff, keys: InstitutionKeys): Cell[] {
  const { institutionId, staffId, name, branchName, role, passkeys, disabledAtMs } = member;
  const row = {
    institution_id: institutionId,
    staff_id: staffId,
    sealed_name: sealName(staffId, name, branchName, keys),
    role,
    passkeys: toJson(passkeys),
    disabled_at_ms: disabledAtMs,
  };
  return staffRows.sign(row, keys);
}

/** The row with other passkeys, signed anew. */
export function signPasskeys(row: StaffRow, passkeys: readonly Passkey[], keys: InstitutionKeys): Cell[] {
  return staffRows.sign({ ...row, passkeys: toJson(passkeys) }, keys);
}

/** A name that cannot be read must keep nobody from working: the ID stands for it then. */
export async function asStaff(row: StaffRow, keysOf: KeysOf): Promise<Staff> {
  return openStaff(row, await keysOf(row.institution_id));
}

export function openStaff(row: StaffRow, keys: InstitutionKeys): Staff {
  const [name, branchName] = openName(row, keys);
  return {
    staffId: row.staff_id,
    institutionId: row.institution_id,
    name,
    branchName,
    role: row.role,
    passkeys: fromJson(row.passkeys),
    disabledAtMs: row.disabled_at_ms,
  };
}

/** @throws DirectoryConflict for whoever is not there or disabled */
export function withPasskey(row: StaffRow | undefined, passkey: Passkey): readonly Passkey[] {
  if (row === undefined || row.disabled_at_ms !== null) throw new DirectoryConflict("Nobody is there.");
  return [...fromJson(row.passkeys), passkey];
}

/** With the counter of the passkey that was used. */
export function withUse(row: StaffRow, credentialId: string, signCount: number): readonly Passkey[] {
  return fromJson(row.passkeys).map((passkey) =>
    passkey.credentialId === credentialId ? { ...passkey, signCount } : passkey,
  );
}

export function sealName(staffId: string, name: string, branchName: string, keys: InstitutionKeys): Uint8Array {
  return keys.sealText(JSON.stringify([name, branchName]), nameOf(staffId));
}

function openName({ staff_id: staffId, sealed_name: sealed }: StaffRow, keys: InstitutionKeys): [string, string] {
  try {
    return JSON.parse(keys.openText(sealed, nameOf(staffId))) as [string, string];
  } catch (error) {
    if (!(error instanceof KeyUnreadable)) throw error;
    return [staffId, ""];
  }
}

const nameOf = (staffId: string): SealedFor => ({ subject: staffId, purpose: "staff name" });
