import type { Staff } from "./staff.ts";

/** `asked`: waits for somebody's decision, if its time has not run out. Every other one is an end. */
export type ApprovalStage = "asked" | "carriedOut" | "refused" | "withdrawn" | "expired";

/** 役席承認: what one person asked for and another decides about. What was asked never changes; only the stage does. */
export interface Approval {
  /** 32 hexadecimal digits, drawn by whoever asks. */
  readonly approvalId: string;
  readonly institutionId: string;
  readonly customerId: string;
  /** What is to be done: the canonical text of the command (approvals/approved-command.ts). */
  readonly command: string;
  /** SHA-256 of that text, hexadecimal: whoever decides names it, so that nobody approves anything but what the screen showed. */
  readonly commandHash: string;
  /** Staff ID. */
  readonly askedBy: string;
  readonly askedAtMs: number;
  /** From then on nobody decides any more. */
  readonly expiresAtMs: number;
  readonly stage: ApprovalStage;
  /** Staff ID of whoever ended it; null while it waits, and where its time ran out. */
  readonly decidedBy: string | null;
  readonly decidedAtMs: number | null;
}

/** What an act about an approval sees beside the customer, read under the same locks. */
export interface Beside {
  /** null: there is none of that ID. */
  readonly approval: Approval | null;
  /** Those of the people named who there are: whoever acts, and whoever asked. */
  readonly staff: readonly Staff[];
}

export function isWaiting(approval: Approval, nowMs: number): boolean {
  return approval.stage === "asked" && nowMs < approval.expiresAtMs;
}

/** Whoever may do things for customers may ask for them. */
export function mayAsk(staff: Staff, institutionId: string): boolean {
  return isEntitled(staff, institutionId) && staff.role !== "auditor";
}

/** 役席者 decide, and never about what they asked for themselves. */
export function mayDecide(staff: Staff, approval: Approval): boolean {
  return isEntitled(staff, approval.institutionId) && staff.role === "approver" && staff.staffId !== approval.askedBy;
}

function isEntitled({ institutionId, disabledAtMs }: Staff, of: string): boolean {
  return institutionId === of && disabledAtMs === null;
}
