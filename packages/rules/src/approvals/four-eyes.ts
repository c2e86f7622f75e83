import type { CustomerState } from "../customer.ts";
import type { Context, Decision, Result } from "../decision.ts";
import type { Staff } from "../staff.ts";
import { mayAsk, mayDecide, type Approval } from "../approval.ts";
import { commandHash, readCommand, runCommand } from "./approved-command.ts";

/** One act as it was performed, as far as it has to do with approvals. */
interface ActWithApproval {
  readonly before: CustomerState;
  readonly decision: Decision<Result<unknown>>;
  readonly context: Context;
}

/** How each approval was left, by ID. */
export type SeenApprovals = Map<string, Approval>;

/**
 * I10: no risky act by one person. What runs is exactly what was asked and approved, both people were entitled at that moment, and an
 * approval ends once.
 */
export function brokenFourEyes({ before, decision, context }: ActWithApproval, seen: SeenApprovals): readonly string[] {
  const after = decision.changes.approval;
  const spoken = decision.events.filter(({ type }) => type.startsWith("approval."));
  if (after === undefined) {
    const named = decision.events.some(({ detail }) => "approvalId" in detail);
    return named ? ["an act names an approval that it did not end"] : [];
  }
  const found: string[] = [];
  const staff = before.beside?.staff ?? [];
  const old = before.beside?.approval ?? null;
  if (spoken.length !== 1) found.push(`a change of an approval has ${spoken.length} events`);
  if (JSON.stringify(old) !== JSON.stringify(seen.get(after.approvalId) ?? null)) {
    found.push("an approval was decided from another state than it was left in");
  }
  seen.set(after.approvalId, after);
  if (commandHash(after.command) !== after.commandHash) found.push("an approval's hash is not that of its command");
  if (old === null) return [...found, ...brokenAsking(after, staff, context)];
  if (old.stage !== "asked") found.push(`an approval that was ${old.stage} became ${after.stage}`);
  if (contentOf(old) !== contentOf(after)) found.push("what was asked for changed");
  if (after.stage !== "carriedOut") {
    if (changesCustomer(decision)) found.push(`an approval that was ${after.stage} changed the customer`);
    return found;
  }
  return [...found, ...brokenApproval(after, { before, decision, context }, staff)];
}

function brokenAsking(approval: Approval, staff: readonly Staff[], { actor }: Context): readonly string[] {
  const asker = byId(staff, approval.askedBy);
  const isEntitled = asker !== undefined && mayAsk(asker, approval.institutionId) && actor.id === approval.askedBy;
  return isEntitled && approval.stage === "asked" ? [] : ["somebody asked who may not"];
}

function brokenApproval(
  approval: Approval,
  { before, decision, context }: ActWithApproval,
  staff: readonly Staff[],
): readonly string[] {
  const { askedBy, institutionId, customerId, expiresAtMs } = approval;
  const found: string[] = [];
  const decider = byId(staff, context.actor.id);
  const asker = byId(staff, askedBy);
  if (context.actor.id === askedBy) found.push("somebody approved what they had asked for");
  if (decider === undefined || !mayDecide(decider, approval)) found.push("somebody approved who may not");
  if (asker === undefined || !mayAsk(asker, institutionId)) found.push("it ran for somebody who may not ask any more");
  if (context.nowMs >= expiresAtMs) found.push("an approval ran after its end");
  const command = readCommand(approval.command, institutionId, customerId);
  if (command === null) return [...found, "what ran is no command"];
  const actor = { ...context.actor, id: askedBy };
  const expected = runCommand(before, command, { ...context, actor });
  if (changesText(expected) !== changesText(decision)) found.push("what ran is not what was approved");
  return found;
}

function byId(staff: readonly Staff[], id: string | null): Staff | undefined {
  return staff.find(({ staffId }) => staffId === id);
}

function changesCustomer({ changes }: Decision<unknown>): boolean {
  return changes.customer !== undefined || changes.tokens !== undefined;
}

function contentOf({ stage: _stage, decidedBy: _by, decidedAtMs: _at, ...content }: Approval): string {
  return JSON.stringify(content);
}

/** Keys stay out: no command makes one. */
function changesText({ changes: { customer, tokens = [] } }: Decision<unknown>): string {
  return JSON.stringify([customer ?? null, tokens.map(({ key: _key, mobileEmail: _mail, ...token }) => token)]);
}
