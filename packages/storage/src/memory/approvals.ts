import type { Approval, ApprovalStore, ApprovalSubject, Beside, Staff } from "@warifu/rules";

export interface MemoryApprovals {
  readonly store: ApprovalStore;
  besideFor(institutionId: string, subject: ApprovalSubject): Beside;
  write(approval: Approval): void;
}

export function memoryApprovals(staff: ReadonlyMap<string, Staff>): MemoryApprovals {
  const approvals = new Map<string, Approval>();
  const nameOf = (institutionId: string, approvalId: string) => JSON.stringify([institutionId, approvalId]);
  const asked = () => [...approvals.values()].filter(({ stage }) => stage === "asked");
  return {
    besideFor(institutionId, { approvalId, staffIds }) {
      const approval = approvals.get(nameOf(institutionId, approvalId)) ?? null;
      const ids = new Set([...staffIds, ...(approval === null ? [] : [approval.askedBy])]);
      const people = [...ids].flatMap((id) => staff.get(id) ?? []);
      return { approval, staff: people.filter((one) => one.institutionId === institutionId) };
    },
    write(approval) {
      approvals.set(nameOf(approval.institutionId, approval.approvalId), Object.freeze({ ...approval }));
    },
    store: {
      approval: async (institutionId, approvalId) => approvals.get(nameOf(institutionId, approvalId)) ?? null,
      async approvalsWaiting(institutionId, nowMs, limit) {
        const waiting = asked().filter((one) => one.institutionId === institutionId && nowMs < one.expiresAtMs);
        const byEnd = (a: Approval, b: Approval) =>
          a.expiresAtMs - b.expiresAtMs || (a.approvalId < b.approvalId ? -1 : 1);
        return waiting.toSorted(byEnd).slice(0, limit);
      },
      async overdueApprovals(nowMs, limit) {
        const overdue = asked().filter(({ expiresAtMs }) => nowMs >= expiresAtMs);
        return overdue
          .toSorted((a, b) => a.expiresAtMs - b.expiresAtMs)
          .slice(0, limit)
          .map(({ institutionId, customerId, approvalId }) => ({ institutionId, customerId, approvalId }));
      },
    },
  };
}
