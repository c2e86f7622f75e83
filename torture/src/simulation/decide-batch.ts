import { checkDecision } from "@warifu/storage";
import { answerOnce, ClockAhead, OnceKeyTaken, stateAfter } from "@warifu/rules";
import type { Approval, CustomerState, Performed, Policy, Result } from "@warifu/rules";
import type { Breakage } from "./breakages.ts";
import { allStaff } from "./staff.ts";
import type { KeptAnswer, Snapshot, Writes } from "./simulated-database.ts";
import type { Answer, SimulatedRequest } from "./simulated-request.ts";

/** What the batch made of one request. */
export type Slot =
  | { readonly outcome: Result<unknown>; readonly performed: Performed }
  | { readonly answer: Exclude<Answer, { readonly kind: "outcome" }> };

/** What a batch knows inside its transaction. */
export interface BatchView {
  readonly nowMs: number;
  readonly databaseMs: number;
  readonly policy: Policy;
  readonly head: Snapshot;
  /** What is kept under a once key. */
  readonly answer: (onceKey: string) => KeptAnswer | undefined;
  readonly broken: Breakage | null;
}

/** Decides in order of arrival, each seeing what the one before did, with the guards of the real stores. */
export function decideBatch(
  view: BatchView,
  requests: readonly SimulatedRequest[],
): { readonly slots: readonly Slot[]; readonly writes: Writes } {
  const states = new Map<string, CustomerState>();
  const approvals = new Map<string, Approval>();
  const answers = new Map<string, KeptAnswer>();
  const performed: Performed[] = [];
  const slots = requests.map((request): Slot => {
    try {
      const kept = request.once === null ? undefined : (answers.get(request.once.key) ?? view.answer(request.once.key));
      const approval = approvalOf(request, approvals, view.head);
      const state = states.get(request.customerId) ?? view.head.states.get(request.customerId) ?? nobody;
      const before = approval === undefined ? state : { ...state, beside: { approval, staff: allStaff } };
      const act = decideOne(view, request, before, kept);
      if (kept !== undefined) return { outcome: act.decision.outcome, performed: kept.performed };
      const { customer, tokens } = act.after;
      states.set(request.customerId, { customer, tokens });
      const changed = act.decision.changes.approval;
      if (changed !== undefined) approvals.set(changed.approvalId, changed);
      performed.push(act);
      const { outcome } = act.decision;
      if (request.once !== null && view.broken !== "forgetsAnswers") {
        const { key, fingerprint } = request.once;
        answers.set(key, { fingerprint, json: JSON.stringify(outcome), performed: act });
      }
      return { outcome, performed: act };
    } catch (error) {
      return { answer: { kind: slotOf(error) } };
    }
  });
  return { slots, writes: { states, approvals, answers, performed } };
}

const nobody: CustomerState = { customer: null, tokens: [] };

/** undefined: the request is about none; null: about one that there is not. */
function approvalOf(
  { subject }: SimulatedRequest,
  changed: ReadonlyMap<string, Approval>,
  { approvals }: Snapshot,
): Approval | null | undefined {
  if (subject.approval === undefined) return undefined;
  const { approvalId } = subject.approval;
  return changed.get(approvalId) ?? approvals.get(approvalId) ?? null;
}

function decideOne(
  { nowMs, databaseMs, policy, head, broken }: BatchView,
  request: SimulatedRequest,
  before: CustomerState,
  kept: KeptAnswer | undefined,
): Performed {
  const { act, subject, actor, secrets, once } = request;
  const context = { nowMs, policy, actor, fenceMs: head.fenceMs };
  const earlier =
    kept === undefined ? null : { fingerprint: kept.fingerprint, outcome: JSON.parse(kept.json) as unknown };
  const decision = answerOnce(once ?? undefined, earlier, () => request.decide(before, context));
  checkDecision(subject, before, decision, broken === "trustsAnyClock" ? Number.MAX_SAFE_INTEGER : databaseMs);
  const after = stateAfter(before, decision.changes);
  return {
    act,
    context,
    before,
    decision,
    after: broken === "forgetsLastStep" ? forgetful(before, after) : after,
    secrets,
  };
}

function forgetful(before: CustomerState, after: CustomerState): CustomerState {
  const tokens = after.tokens.map((token) => {
    const old = before.tokens.find(({ tokenId }) => tokenId === token.tokenId);
    return old === undefined ? token : { ...token, lastStep: old.lastStep };
  });
  return { ...after, tokens };
}

/** Anything else is a mistake of an act, and the run must fail on it. */
function slotOf(error: unknown): "keyTaken" | "notBegun" {
  if (error instanceof OnceKeyTaken) return "keyTaken";
  if (error instanceof ClockAhead) return "notBegun";
  throw error;
}
