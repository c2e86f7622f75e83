import { approve, askApproval, defaultPolicy, stateAfter } from "@warifu/rules";
import type { Approval, Context, CustomerState, Decision, Performed, Result, Staff, Storage } from "@warifu/rules";
import { expect } from "vitest";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { actOn, withHanako } from "./open-fresh.ts";
import { hanako, sampleEvent, sampleStaff, startMs } from "./samples.ts";

export const staffSaved = sampleEvent({ type: "staff.saved", customerId: null, tokenId: null });
export const people: readonly Staff[] = [
  sampleStaff({ staffId: "teller-1", role: "teller" }),
  sampleStaff({ staffId: "approver-1", role: "approver" }),
  sampleStaff({ staffId: "approver-2", role: "approver" }),
];
export const revocation = { act: "revoke", tokenId: null, reason: "stolen" } as const;
export const hourMs = 3_600_000;

export const by = (staffId: string): Context => ({
  nowMs: startMs,
  policy: defaultPolicy,
  actor: { kind: "staff", id: staffId, channel: "console" },
  fenceMs: 0,
});

/** Hanako with a token in use, a teller and two who may approve. */
export async function branch(storage: Storage): Promise<Storage> {
  await withHanako(storage);
  for (const one of people) await storage.putStaff(one, staffSaved);
  return storage;
}

type Act<Value> = (state: CustomerState, context: Context) => Decision<Result<Value>>;

/** One act by a staff member about an approval; what was performed goes into `history`, in the order of commits. */
export function perform<Value>(
  storage: Storage,
  approvalId: string,
  staffId: string,
  act: Act<Value>,
  history: Performed[] = [],
): Promise<Result<Value>> {
  const subject = { ...hanako, approval: { approvalId, staffIds: [staffId] } };
  let performed: Performed | undefined;
  return actOn(storage, subject, (state) => {
    const context = by(staffId);
    const decision = act(state, context);
    performed = {
      act: "approval",
      context,
      before: state,
      decision,
      after: stateAfter(state, decision.changes),
      secrets: [],
    };
    return decision;
  }).then((result) => {
    if (performed !== undefined) history.push(performed);
    return result;
  });
}

export const asking = (approvalId: string) => ({ approvalId, command: revocation, waitsMs: hourMs });

export async function ask(storage: Storage, approvalId = "a1", history: Performed[] = []): Promise<Approval> {
  const command = asking(approvalId);
  const result = await perform(
    storage,
    approvalId,
    "teller-1",
    (state, context) => askApproval(state, command, context),
    history,
  );
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

export const approving =
  ({ commandHash }: Pick<Approval, "commandHash">): Act<unknown> =>
  (state, context) =>
    approve(state, { commandHash }, context);

/** Ways in which somebody who writes the database could change the approval a1, in both dialects of SQL. */
export const approvalEdits = {
  "another command": "sealed_command = (SELECT sealed_command FROM approval WHERE approval_id = 'a2')",
  "another hash": "command_hash = 'f00'",
  "another asker": "asked_by = 'approver-2'",
  "a later end": "expires_at_ms = expires_at_ms + 1",
  "another customer": "customer_id = 'taro'",
  "another decision": "decided_by = 'approver-2'",
} as const;

/** After a1 was changed from outside: nothing of it runs, and a2, of the same content, is decided all the same. */
export async function expectDamagedAlone(storage: Storage, commandHash: string): Promise<void> {
  await expect(perform(storage, "a1", "approver-1", approving({ commandHash }))).rejects.toThrow(RowDamaged);
  expect((await storage.look(hanako)).tokens.filter(({ life }) => life !== "inUse")).toEqual([]);
  expect(await storage.approval("ozora", "a1")).toBeNull();
  expect((await storage.approvalsWaiting("ozora", startMs, 9)).map(({ approvalId }) => approvalId)).toEqual(["a2"]);
  expect((await perform(storage, "a2", "approver-1", approving({ commandHash }))).ok).toBe(true);
}
