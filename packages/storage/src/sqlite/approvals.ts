import type { DatabaseSync } from "node:sqlite";
import type { Approval, ApprovalStore, ApprovalSubject, Beside, Staff } from "@warifu/rules";
import { checkApproval, isNew, readableApprovals, signApproval, writeApprovalSql } from "../rows/approval-row.ts";
import { openStaff, staffRows } from "../rows/staff-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Write } from "./write.ts";

export interface SqliteApprovals {
  readonly store: ApprovalStore;
  /**
   * What the file says while a batch is decided: nobody changes staff meanwhile, and the customer's approvals only by this batch.
   * @throws RowDamaged
   */
  besideFor(institutionId: string, subject: ApprovalSubject, keys: InstitutionKeys): Beside;
  staffIn(institutionId: string, staffIds: readonly string[], keys: InstitutionKeys): readonly Staff[];
  write(approval: Approval, keys: InstitutionKeys): Write;
}

const insert = writeApprovalSql("asked", (index) => `?${index + 1}`);
const end = writeApprovalSql("carriedOut", (index) => `?${index + 1}`);

export function sqliteApprovals(db: DatabaseSync, keysOf: KeysOf): SqliteApprovals {
  const one = db.prepare("SELECT * FROM approval WHERE institution_id = ? AND approval_id = ?");
  const waiting = db.prepare(
    `SELECT * FROM approval WHERE institution_id = ? AND stage = 'asked' AND expires_at_ms > ?
     ORDER BY expires_at_ms, approval_id LIMIT ?`,
  );
  const overdue = db.prepare(
    `SELECT institution_id, customer_id, approval_id FROM approval
     WHERE stage = 'asked' AND expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?`,
  );
  const staff = db.prepare("SELECT * FROM staff WHERE institution_id = ? AND staff_id = ?");

  const staffIn: SqliteApprovals["staffIn"] = (institutionId, staffIds, keys) =>
    staffIds.flatMap((staffId) => {
      const row = staff.get(institutionId, staffId);
      return row === undefined ? [] : [openStaff(staffRows.check(row, keys), keys)];
    });
  return {
    staffIn,
    besideFor(institutionId, { approvalId, staffIds }, keys) {
      const row = one.get(institutionId, approvalId);
      const approval = row === undefined ? null : checkApproval(row, keys);
      const ids = new Set([...staffIds, ...(approval === null ? [] : [approval.askedBy])]);
      return { approval, staff: staffIn(institutionId, [...ids], keys) };
    },
    write: (approval, keys) => ({ sql: isNew(approval) ? insert : end, values: signApproval(approval, keys) }),
    store: {
      async approval(institutionId, approvalId) {
        const row = one.get(institutionId, approvalId);
        return row === undefined ? null : (readableApprovals([row], await keysOf(institutionId))[0] ?? null);
      },
      async approvalsWaiting(institutionId, nowMs, limit) {
        const rows = waiting.all(institutionId, nowMs, limit);
        return readableApprovals(rows, await keysOf(institutionId));
      },
      async overdueApprovals(nowMs, limit) {
        return overdue.all(nowMs, limit).map((row) => ({
          institutionId: String(row["institution_id"]),
          customerId: String(row["customer_id"]),
          approvalId: String(row["approval_id"]),
        }));
      },
    },
  };
}
