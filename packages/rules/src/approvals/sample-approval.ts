import type { CustomerState } from "../customer.ts";
import type { Context } from "../decision.ts";
import type { Staff, StaffRole } from "../staff.ts";
import { contextAt, day, grown, inUse, minute, startMs } from "../sample-journey.ts";
import { askApproval, type AskApprovalCommand } from "./ask-approval.ts";
import { besideOf } from "./beside.ts";

/** 鍵谷さん asks for the end of Hanako's token, for tests; ten minutes after her first code. */
export const askCommand: AskApprovalCommand = {
  approvalId: "0123456789abcdef0123456789abcdef",
  command: { act: "revoke", tokenId: null, reason: "stolen" },
  waitsMs: 8 * 60 * minute,
};
export const askedAtMs = startMs + 10 * minute;
export const endMs = askedAtMs + askCommand.waitsMs;

export function sampleStaff(staffId: string, role: StaffRole, changed: Partial<Staff> = {}): Staff {
  const common = { institutionId: "ozora", branchName: "本店", passkeys: [], disabledAtMs: null };
  return { staffId, role, name: staffId, ...common, ...changed };
}

export const allStaff: readonly Staff[] = [
  sampleStaff("teller-1", "teller"),
  sampleStaff("teller-2", "teller"),
  sampleStaff("approver-1", "approver"),
  sampleStaff("approver-2", "approver"),
  sampleStaff("auditor-1", "auditor"),
  sampleStaff("admin-1", "admin"),
];

/** As a store loads it for an approval that there is not yet. */
export function withStaff(state: CustomerState, staff = allStaff): CustomerState {
  return { ...state, beside: { approval: state.beside?.approval ?? null, staff } };
}

export function withDisabled(state: CustomerState, staffId: string): CustomerState {
  const { staff } = besideOf(state);
  return withStaff(
    state,
    staff.map((one) => (one.staffId === staffId ? { ...one, disabledAtMs: askedAtMs } : one)),
  );
}

export function actedBy(staffId: string, nowMs: number): Context {
  return contextAt(nowMs, { actor: { kind: "staff", id: staffId, channel: "console" } });
}

export function asked(by = "teller-1", command: Partial<AskApprovalCommand> = {}): CustomerState {
  const state = withStaff(inUse());
  return grown(state, askApproval(state, { ...askCommand, ...command }, actedBy(by, askedAtMs)));
}

export function hashOf(state: CustomerState): string {
  return besideOf(state).approval?.commandHash ?? "";
}

/** Any time after the last moment at which somebody may decide. */
export const tooLateMs = startMs + day;
