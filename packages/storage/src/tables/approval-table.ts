import type { ApprovalStage } from "@warifu/rules";
import { bytes, mac, moment, nullable, text } from "./column.ts";
import { table } from "./table.ts";

/** What one staff member asked for and another decides about. */
export const approvalTable = table("approval", ["institution_id", "approval_id"], {
  institution_id: text(),
  approval_id: text(),
  customer_id: text(),
  /** The command may name what is nobody else's business. Signed as a whole. */
  sealed_command: bytes(),
  command_hash: text(),
  asked_by: text(),
  asked_at_ms: moment(),
  expires_at_ms: moment(),
  stage: text<ApprovalStage>(),
  decided_by: nullable(text()),
  decided_at_ms: nullable(moment()),
  mac: mac(),
});
