import { KeyUnreadable } from "@warifu/rules";
import type { Approval } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell } from "../sealing/signed-rows.ts";
import { approvalTable } from "../tables/approval-table.ts";

const rows = signedRows(approvalTable);
const { names } = approvalTable;

/** Writes a new one: an ID that is taken is an error. Or one that ends. @param place of a value, from 0 */
export function writeApprovalSql(stage: Approval["stage"], place: (index: number) => string): string {
  const places = names.map((_, index) => place(index));
  if (isNew({ stage })) return `INSERT INTO approval (${names.join(", ")}) VALUES (${places.join(", ")})`;
  const [institution, approval, ...changed] = names.map((name, index) => `${name} = ${places[index]}`);
  return `UPDATE approval SET ${changed.join(", ")} WHERE ${institution} AND ${approval}`;
}

/** Waiting is where an approval begins and nowhere where it comes back to. */
export function isNew({ stage }: Pick<Approval, "stage">): boolean {
  return stage === "asked";
}

/** Its values, in the order of `writeApprovalSql`. */
export function signApproval(approval: Approval, keys: InstitutionKeys): Cell[] {
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
  return rows.sign(row, keys);
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
export function readableApprovals(raws: readonly object[], keys: InstitutionKeys): Approval[] {
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
