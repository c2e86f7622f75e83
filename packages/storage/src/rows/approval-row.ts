import type { Approval, ApprovalStage } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";

/** An approval as every database keeps it. */
export interface ApprovalRow {
  readonly institution_id: string;
  readonly approval_id: string;
  readonly customer_id: string;
  /** The command may name what is nobody else's business. */
  readonly sealed_command: Uint8Array;
  readonly command_hash: string;
  readonly asked_by: string;
  readonly asked_at_ms: number;
  readonly expires_at_ms: number;
  readonly stage: string;
  readonly decided_by: string | null;
  readonly decided_at_ms: number | null;
  readonly mac: Uint8Array;
}

const approvalColumns = [
  "institution_id",
  "approval_id",
  "customer_id",
  "sealed_command",
  "command_hash",
  "asked_by",
  "asked_at_ms",
  "expires_at_ms",
  "stage",
  "decided_by",
  "decided_at_ms",
  "mac",
] as const satisfies readonly (keyof ApprovalRow)[];

/** A new one: an ID that is taken is an error. @param place of a value, from 0 */
export function insertApprovalSql(place: (index: number) => string): string {
  const places = approvalColumns.map((_, index) => place(index));
  return `INSERT INTO approval (${approvalColumns.join(", ")}) VALUES (${places.join(", ")})`;
}

const endColumns = [
  "institution_id",
  "approval_id",
  "sealed_command",
  "stage",
  "decided_by",
  "decided_at_ms",
  "mac",
] as const satisfies readonly (keyof ApprovalRow)[];

/** One that ends: what was asked for stays, sealed anew with the row. */
export function endApprovalSql(place: (index: number) => string): string {
  const [institution, approval, ...changed] = endColumns.map((column, index) => `${column} = ${place(index)}`);
  return `UPDATE approval SET ${changed.join(", ")} WHERE ${institution} AND ${approval}`;
}

/** The values of `insertApprovalSql` for one that was asked for now, of `endApprovalSql` for one that ends. */
export function approvalValues(row: ApprovalRow): (string | number | Uint8Array | null)[] {
  return (isNew(row) ? approvalColumns : endColumns).map((column) => row[column]);
}

/** Waiting is where an approval begins and nowhere where it comes back to. */
export function isNew({ stage }: Pick<ApprovalRow, "stage">): boolean {
  return stage === "asked";
}

export function signApproval(approval: Approval, keys: InstitutionKeys): ApprovalRow {
  const unsigned = {
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
  return { ...unsigned, mac: keys.mac(signedText(unsigned)) };
}

/** @throws RowDamaged when the row is not as it was written */
export function checkApproval(row: ApprovalRow, keys: InstitutionKeys): Approval {
  if (!keys.macFits(row.mac, signedText(row))) throw new RowDamaged("An approval's row was changed from outside.");
  return {
    approvalId: row.approval_id,
    institutionId: row.institution_id,
    customerId: row.customer_id,
    command: keys.openText(row.sealed_command, commandOf(row.approval_id)),
    commandHash: row.command_hash,
    askedBy: row.asked_by,
    askedAtMs: row.asked_at_ms,
    expiresAtMs: row.expires_at_ms,
    stage: row.stage as ApprovalStage,
    decidedBy: row.decided_by,
    decidedAtMs: row.decided_at_ms,
  };
}

/** For lists: whoever damaged one row keeps nobody from the others. */
export function readableApprovals(rows: readonly ApprovalRow[], keys: InstitutionKeys): Approval[] {
  return rows.flatMap((row) => {
    try {
      return [checkApproval(row, keys)];
    } catch (error) {
      if (error instanceof RowDamaged) return [];
      throw error;
    }
  });
}

const commandOf = (approvalId: string): SealedFor => ({ subject: approvalId, purpose: "approval" });

function signedText(row: Omit<ApprovalRow, "mac">): string {
  return JSON.stringify([
    "approval 1",
    row.institution_id,
    row.approval_id,
    row.customer_id,
    Buffer.from(row.sealed_command).toString("base64"),
    row.command_hash,
    row.asked_by,
    row.asked_at_ms,
    row.expires_at_ms,
    row.stage,
    row.decided_by,
    row.decided_at_ms,
  ]);
}
