import { KeyUnreadable } from "@warifu/rules";
import type { Approval, ApprovalStore } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell } from "../tables/column.ts";
import { approvalTable } from "../tables/approval-table.ts";
import { insertSql } from "../tables/table-sql.ts";

const rows = signedRows(approvalTable);
const { names } = approvalTable;

/** The statements of an approval's table. @param bound the dialect's sign before a value's number */
export function approvalSql(bound: "?" | "$") {
  const [institution, approval, ...changed] = names.map((name, index) => `${name} = ${bound}${index + 1}`);
  return {
    one: `SELECT * FROM approval WHERE institution_id = ${bound}1 AND approval_id = ${bound}2`,
    waiting: `SELECT * FROM approval WHERE institution_id = ${bound}1 AND stage = 'asked' AND expires_at_ms > ${bound}2
      ORDER BY expires_at_ms, approval_id LIMIT ${bound}3`,
    overdue: `SELECT institution_id, customer_id, approval_id FROM approval
      WHERE stage = 'asked' AND expires_at_ms <= ${bound}1 ORDER BY expires_at_ms LIMIT ${bound}2`,
    /** An ID that is taken is an error. */
    insert: insertSql(approvalTable, bound),
    end: `UPDATE approval SET ${changed.join(", ")} WHERE ${institution} AND ${approval}`,
  } as const;
}

/** Reads rows by one of the statements. */
type Read = (...values: (string | number)[]) => Promise<readonly object[]>;

/** @param read by the statements of `approvalSql`, in whichever database */
export function approvalStore(
  read: { readonly [Name in "one" | "waiting" | "overdue"]: Read },
  keysOf: KeysOf,
): ApprovalStore {
  return {
    async approval(institutionId, approvalId) {
      const rows = await read.one(institutionId, approvalId);
      return readable(rows, await keysOf(institutionId))[0] ?? null;
    },
    async approvalsWaiting(institutionId, nowMs, limit) {
      const rows = await read.waiting(institutionId, nowMs, limit);
      return readable(rows, await keysOf(institutionId));
    },
    async overdueApprovals(nowMs, limit) {
      return (await read.overdue(nowMs, limit)).map((row) => ({
        institutionId: String(Reflect.get(row, "institution_id")),
        customerId: String(Reflect.get(row, "customer_id")),
        approvalId: String(Reflect.get(row, "approval_id")),
      }));
    },
  };
}

/** An approval as it is written: by `insert`, or by `end` when it was there. */
export interface SignedApproval {
  readonly isNew: boolean;
  /** In the order of the list. */
  readonly values: readonly Cell[];
}

export function signApproval(approval: Approval, keys: InstitutionKeys): SignedApproval {
  const row = {
    institution_id: approval.institutionId,
    approval_id: approval.approvalId,
    customer_id: approval.customerId,
    sealed_command: keys.sealText(approval.command, commandOf(approval.approvalId)),
    command_hash: approval.commandHash,
    asked_by: approval.askedBy,
    asked_at_ms: approval.askedAtMs,
    expires_at_ms: approval.expiresAtMs,
    stage: approval.stage,
    decided_by: approval.decidedBy,
    decided_at_ms: approval.decidedAtMs,
  };
  // Waiting is where an approval begins and nowhere where it comes back to.
  return { isNew: approval.stage === "asked", values: rows.sign(row, keys) };
}

/** @throws RowDamaged when the row is not as it was written */
export function checkApproval(raw: object, keys: InstitutionKeys): Approval {
  const row = rows.check(raw, keys);
  return {
    approvalId: row.approval_id,
    institutionId: row.institution_id,
    customerId: row.customer_id,
    command: keys.openText(row.sealed_command, commandOf(row.approval_id)),
    commandHash: row.command_hash,
    askedBy: row.asked_by,
    askedAtMs: row.asked_at_ms,
    expiresAtMs: row.expires_at_ms,
    stage: row.stage,
    decidedBy: row.decided_by,
    decidedAtMs: row.decided_at_ms,
  };
}

/** For lists: whoever damaged one row keeps nobody from the others. */
function readable(raws: readonly object[], keys: InstitutionKeys): Approval[] {
  return raws.flatMap((raw) => {
    try {
      return [checkApproval(raw, keys)];
    } catch (error) {
      if (error instanceof KeyUnreadable) return [];
      throw error;
    }
  });
}

const commandOf = (approvalId: string): SealedFor => ({ subject: approvalId, purpose: "approval" });
