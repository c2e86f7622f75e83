import type { Staff, StaffRole } from "@warifu/rules";

/** Who works at the branch, from the beginning to the end of a run. */
export const allStaff: readonly Staff[] = [
  member("teller-1", "teller"),
  member("approver-1", "approver"),
  member("approver-2", "approver"),
  member("auditor-1", "auditor"),
];

function member(staffId: string, role: StaffRole): Staff {
  return { staffId, role, name: staffId, branchName: "", institutionId: "ozora", passkeys: [], disabledAtMs: null };
}
