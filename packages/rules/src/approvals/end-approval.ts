import type { Actor } from "../actor.ts";
import { audit } from "../audit.ts";
import type { Customer, CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import type { EventType } from "../events.ts";
import { isWaiting, mayAsk, mayDecide, type Approval, type ApprovalStage } from "../approval.ts";
import { commandHash, readCommand, runCommand } from "./approved-command.ts";
import { besideOf, staffById, staffOf } from "./beside.ts";

export interface ApproveCommand {
  /** Of the command that the person who decides was shown. */
  readonly commandHash: string;
}

/**
 * 承認: the command runs exactly as it was asked for, in the commit that approves it. Both people's rights count at this moment. What
 * the rules refuse now is refused, and the approval goes on waiting.
 */
export function approve(
  state: CustomerState,
  { commandHash: shown }: ApproveCommand,
  context: Context,
): Decision<Result<unknown>> {
  const open = openApproval(state, context);
  if ("ended" in open) return open.ended;
  const { approval, customer } = open;
  const { askedBy, approvalId } = approval;
  const refusal = whyNotDecide(state, approval, context);
  if (refusal !== null) return refuse({ code: refusal });
  const asker = staffById(state, askedBy);
  if (asker === null || !mayAsk(asker, approval.institutionId)) return refuse({ code: "askerNotEntitled" });
  if (shown !== approval.commandHash) return refuse({ code: "otherContent" });
  const command = readCommand(approval.command, customer.institutionId, customer.customerId);
  if (command === null || commandHash(approval.command) !== shown)
    throw new TypeError("The approval is not as it was asked.");

  const actor: Actor = { kind: "staff", id: askedBy, channel: context.actor.channel };
  const run = runCommand(state, command, { ...context, actor });
  if (!run.outcome.ok) return refuse(run.outcome.refusal);
  const approvedBy = context.actor.id;
  const events = run.events.map((event) => ({ ...event, detail: { ...event.detail, approvalId, approvedBy } }));
  const given = eventOf("approval.given", approval, customer, context);
  return {
    outcome: run.outcome,
    changes: { ...run.changes, approval: ended(approval, "carriedOut", context) },
    events: [given, ...events],
    mails: run.mails,
  };
}

/** 承認しない: nothing of it runs, now or later. */
export function refuseApproval(
  state: CustomerState,
  { reason }: { readonly reason: string },
  context: Context,
): Decision<Result<Approval>> {
  const open = openApproval(state, context);
  if ("ended" in open) return open.ended;
  const refusal = whyNotDecide(state, open.approval, context);
  if (refusal !== null) return refuse({ code: refusal });
  return endedBy("refused", "approval.refused", open, context, { reason });
}

/** 依頼の取り下げ: by whoever asked, while nobody has decided. */
export function withdrawApproval(state: CustomerState, _command: object, context: Context): Decision<Result<Approval>> {
  const open = openApproval(state, context);
  if ("ended" in open) return open.ended;
  if (staffOf(state, context.actor)?.staffId !== open.approval.askedBy) return refuse({ code: "notEntitled" });
  return endedBy("withdrawn", "approval.withdrawn", open, context);
}

/** Writes down that an approval's time has run out: for the job that comes by. One that waits still is left alone. */
export function expireApproval(
  state: CustomerState,
  context: Context,
): Decision<Result<{ readonly expired: boolean }>> {
  const { approval } = besideOf(state);
  const { customer } = state;
  if (customer === null || approval === null) return refuse({ code: "unknownApproval" });
  if (!isOverdueApproval(approval, context.nowMs)) return accept({ expired: false }, {});
  return accept({ expired: true }, timeRanOut(approval, customer, context));
}

type Open = { readonly approval: Approval; readonly customer: Customer } | { readonly ended: Decision<Result<never>> };

/** An approval that can still end some way; that its time has run out is written down by whoever comes first. */
function openApproval(state: CustomerState, context: Context): Open {
  const { approval } = besideOf(state);
  const { customer } = state;
  if (customer === null || approval === null) return { ended: refuse({ code: "unknownApproval" }) };
  if (isWaiting(approval, context.nowMs)) return { approval, customer };
  if (!isOverdueApproval(approval, context.nowMs)) return { ended: refuse({ code: "approvalEnded" }) };
  return { ended: refuse({ code: "approvalEnded" }, timeRanOut(approval, customer, context)) };
}

function isOverdueApproval(approval: Approval, nowMs: number): boolean {
  return approval.stage === "asked" && !isWaiting(approval, nowMs);
}

function whyNotDecide(
  state: CustomerState,
  approval: Approval,
  { actor }: Context,
): "notEntitled" | "ownRequest" | null {
  const decider = staffOf(state, actor);
  if (decider === null) return "notEntitled";
  if (decider.staffId === approval.askedBy) return "ownRequest";
  return mayDecide(decider, approval) ? null : "notEntitled";
}

function endedBy(
  stage: ApprovalStage,
  type: EventType,
  { approval, customer }: { readonly approval: Approval; readonly customer: Customer },
  context: Context,
  detail: Readonly<Record<string, string>> = {},
): Decision<Result<Approval>> {
  const after = ended(approval, stage, context);
  return accept(after, { approval: after, events: [eventOf(type, approval, customer, context, detail)] });
}

function timeRanOut(approval: Approval, customer: Customer, context: Context) {
  const after: Approval = { ...approval, stage: "expired", decidedBy: null, decidedAtMs: context.nowMs };
  return { approval: after, events: [eventOf("approval.expired", approval, customer, context)] };
}

function ended(approval: Approval, stage: ApprovalStage, { nowMs, actor }: Context): Approval {
  return { ...approval, stage, decidedBy: actor.id, decidedAtMs: nowMs };
}

function eventOf(
  type: EventType,
  { approvalId, commandHash: hash, askedBy }: Approval,
  customer: Customer,
  context: Context,
  detail: Readonly<Record<string, string>> = {},
) {
  return audit(context, customer, type, null, { approvalId, commandHash: hash, askedBy, ...detail });
}
