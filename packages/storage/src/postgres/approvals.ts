import type { Approval, ApprovalStore, ApprovalSubject, Beside } from "@warifu/rules";
import { checkApproval, isNew, readableApprovals, signApproval, writeApprovalSql } from "../rows/approval-row.ts";
import { openStaff, staffRows } from "../rows/staff-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Database } from "./database.ts";
import type { Session } from "./session.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";

const one = statement("SELECT * FROM approval WHERE institution_id = $1 AND approval_id = $2");
const locked = statement("SELECT * FROM approval WHERE institution_id = $1 AND approval_id = $2 FOR UPDATE");
// Nobody changes these people until the act is committed; other acts may look at them meanwhile.
const lockedStaff = statement(
  "SELECT * FROM staff WHERE institution_id = $1 AND staff_id = ANY ($2::text[]) ORDER BY staff_id FOR SHARE",
);
const waiting = statement(
  `SELECT * FROM approval WHERE institution_id = $1 AND stage = 'asked' AND expires_at_ms > $2
   ORDER BY expires_at_ms, approval_id LIMIT $3`,
);
const overdue = statement(
  `SELECT institution_id, customer_id, approval_id FROM approval
   WHERE stage = 'asked' AND expires_at_ms <= $1 ORDER BY expires_at_ms LIMIT $2`,
);
const insert = statement(writeApprovalSql("asked", (index) => `$${index + 1}`));
const end = statement(writeApprovalSql("carriedOut", (index) => `$${index + 1}`));

/** What was read for an act about an approval, under locks. */
export interface FoundBeside {
  readonly approval: object | null;
  readonly staff: readonly object[];
}

export async function readBeside(
  session: Session,
  institutionId: string,
  { approvalId, staffIds }: ApprovalSubject,
): Promise<FoundBeside> {
  const [approval = null] = await session.rows<{ asked_by: string }>(locked, [institutionId, approvalId]);
  const ids = new Set([...staffIds, ...(approval === null ? [] : [approval.asked_by])]);
  return { approval, staff: await session.rows(lockedStaff, [institutionId, [...ids]]) };
}

/** @throws RowDamaged */
export function openBeside({ approval, staff }: FoundBeside, keys: InstitutionKeys): Beside {
  return {
    approval: approval === null ? null : checkApproval(approval, keys),
    staff: staff.map((row) => openStaff(staffRows.check(row, keys), keys)),
  };
}

export function writeApproval(approval: Approval, keys: InstitutionKeys): Step {
  return { statement: isNew(approval) ? insert : end, values: signApproval(approval, keys) };
}

export function postgresApprovals(database: Database, keysOf: KeysOf): ApprovalStore {
  return {
    async approval(institutionId, approvalId) {
      const rows = await database.read(one, [institutionId, approvalId]);
      return readableApprovals(rows, await keysOf(institutionId))[0] ?? null;
    },
    async approvalsWaiting(institutionId, nowMs, limit) {
      const rows = await database.read(waiting, [institutionId, nowMs, limit]);
      return readableApprovals(rows, await keysOf(institutionId));
    },
    async overdueApprovals(nowMs, limit) {
      const rows = await database.read<{ institution_id: string; customer_id: string; approval_id: string }>(overdue, [
        nowMs,
        limit,
      ]);
      return rows.map((row) => ({
        institutionId: row.institution_id,
        customerId: row.customer_id,
        approvalId: row.approval_id,
      }));
    },
  };
}
