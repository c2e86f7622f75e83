import type { Passkey, Staff, StaffRole } from "@warifu/rules";

/** A staff member as every database keeps them. */
export interface StaffRow {
  readonly institution_id: string;
  readonly staff_id: string;
  readonly name: string;
  readonly branch_name: string;
  readonly role: string;
  readonly passkeys: string;
  readonly disabled_at_ms: number | null;
}

export function asStaff(row: StaffRow): Staff {
  return {
    staffId: row.staff_id,
    institutionId: row.institution_id,
    name: row.name,
    branchName: row.branch_name,
    role: row.role as StaffRole,
    passkeys: JSON.parse(row.passkeys) as Passkey[],
    disabledAtMs: row.disabled_at_ms,
  };
}
