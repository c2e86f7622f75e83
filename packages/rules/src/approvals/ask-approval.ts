import { audit } from "../audit.ts";
import type { CustomerState } from "../customer.ts";
import { accept, refuse, type Context, type Decision, type Result } from "../decision.ts";
import { isWaiting, mayAsk, type Approval } from "../approval.ts";
import { commandHash, commandText, readCommand, runCommand, type ApprovedCommand } from "./approved-command.ts";
import { besideOf, staffOf } from "./beside.ts";
import type { Staff } from "../staff.ts";

export interface AskApprovalCommand {
  readonly approvalId: string;
  readonly command: ApprovedCommand;
  /** How long somebody may decide, in milliseconds; at most a week. */
  readonly waitsMs: number;
}

const longestMs = 7 * 24 * 60 * 60 * 1000;

/** 承認の依頼: one person asks for what another is to approve. What the rules would refuse now is not asked for. */
export function askApproval(
  state: CustomerState,
  { approvalId, command, waitsMs }: AskApprovalCommand,
  context: Context,
): Decision<Result<Approval>> {
  const { nowMs, actor } = context;
  const { customer } = state;
  if (customer === null) return refuse({ code: "unknownCustomer" });
  const { institutionId, customerId } = customer;
  const asker = staffOf(state, actor);
  if (asker === null || !mayAsk(asker, institutionId)) return refuse({ code: "notEntitled" });
  if (!(waitsMs > 0 && waitsMs <= longestMs)) throw new RangeError("An approval waits up to a week.");
  const text = commandText(institutionId, customerId, command);
  if (readCommand(text, institutionId, customerId) === null) throw new TypeError("The command names what it cannot.");
  const { approval: earlier } = besideOf(state);
  if (earlier !== null) return askedBefore(earlier, text, asker, nowMs);
  const tried = runCommand(state, command, context).outcome;
  if (!tried.ok) return refuse(tried.refusal);

  const approval: Approval = {
    approvalId,
    institutionId,
    customerId,
    command: text,
    commandHash: commandHash(text),
    askedBy: asker.staffId,
    askedAtMs: nowMs,
    expiresAtMs: nowMs + waitsMs,
    stage: "asked",
    decidedBy: null,
    decidedAtMs: null,
  };
  const { act, tokenId, reason } = command;
  const detail = {
    approvalId,
    act,
    tokenId,
    reason,
    commandHash: approval.commandHash,
    expiresAtMs: approval.expiresAtMs,
  };
  return accept(approval, { approval, events: [audit(context, customer, "approval.asked", null, detail)] });
}

/** Asked twice is asked once; an ID that stands for something else is not used again. */
function askedBefore(earlier: Approval, text: string, asker: Staff, nowMs: number): Decision<Result<Approval>> {
  if (earlier.command !== text || earlier.askedBy !== asker.staffId) return refuse({ code: "otherContent" });
  return isWaiting(earlier, nowMs) ? accept(earlier, {}) : refuse({ code: "approvalEnded" });
}
