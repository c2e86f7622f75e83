import { DirectoryConflict, KeyUnreadable } from "@warifu/rules";
import type { Passkey, Staff, StaffRole } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";

/** A staff member as every database keeps them. */
export interface StaffRow {
  readonly institution_id: string;
  readonly staff_id: string;
  /** JSON array: name, name of the branch. */
  readonly sealed_name: Uint8Array;
  readonly role: string;
  readonly passkeys: string;
  readonly disabled_at_ms: number | null;
}

/** A name that cannot be read must keep nobody from working: the ID stands for it then. */
export async function asStaff(row: StaffRow, keysOf: KeysOf): Promise<Staff> {
  const keys = await keysOf(row.institution_id);
  const [name, branchName] = openName(row, keys);
  return {
    staffId: row.staff_id,
    institutionId: row.institution_id,
    name,
    branchName,
    role: row.role as StaffRole,
    passkeys: passkeysOf(row),
    disabledAtMs: row.disabled_at_ms,
  };
}

export function passkeysOf(row: Pick<StaffRow, "passkeys">): readonly Passkey[] {
  return JSON.parse(row.passkeys) as Passkey[];
}

/** @throws DirectoryConflict for whoever is not there or disabled */
export function withPasskey(row: StaffRow | undefined, passkey: Passkey): readonly Passkey[] {
  if (row === undefined || row.disabled_at_ms !== null) throw new DirectoryConflict("Nobody is there.");
  return [...passkeysOf(row), passkey];
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
