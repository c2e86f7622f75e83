import { answerOnce, ClockApart, clockToleranceMs, Throttled } from "@warifu/rules";
import type { ActStore, Actor, AuditEvent, Context, Deciding, Decision, Institution } from "@warifu/rules";
import type { StoreContext, Subject } from "@warifu/rules";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Perform, PerformAll } from "../service.ts";
import type { WatchGuesses } from "./watch-guesses.ts";

interface Parts {
  readonly storage: ActStore;
  readonly nowMs: () => number;
  readonly metrics: Pick<Metrics, "committed" | "codeStopped">;
  readonly guesses: WatchGuesses;
  /** Whether the clock may be trusted with codes at this moment. */
  readonly clockAgrees: (nowMs: number) => boolean;
  readonly onMailQueued: () => void;
  /** A wrong code of this customer was counted. */
  readonly onWrongCode?: (institution: Institution, customerId: string) => void;
}

/**
 * Joins the pure decision to the store: reads the clock inside the transaction, stops codes before they are compared where the
 * clock or a flood of wrong ones says so, counts what was committed, wakes the mail job.
 */
export function makePerformAll(parts: Parts): PerformAll {
  const { storage, nowMs, metrics, guesses, onMailQueued } = parts;
  return async <Outcome>(
    institution: Institution,
    subjects: readonly Subject[],
    actor: Actor,
    decide: Deciding<Outcome>,
  ) => {
    for (const { institutionId } of subjects) {
      if (institutionId !== institution.institutionId) {
        throw new TypeError("perform: the subject belongs to another institution");
      }
    }
    const decisions: (Decision<unknown> | undefined)[] = [];
    const inStore =
      <State>(decideOn: (state: State, context: Context, index: number) => Decision<Outcome>) =>
      (state: State, index: number, { fenceMs, databaseMs, earlier }: StoreContext): Decision<Outcome> => {
        const atMs = nowMs();
        const codesStopped = whyStopped(parts, institution, atMs, databaseMs);
        const context = { nowMs: atMs, policy: institution.policy, actor, fenceMs, codesStopped };
        const decision = answerOnce(subjects[index]?.once, earlier, () => decideOn(state, context, index));
        decisions[index] = decision;
        return decision;
      };
    const slots = await storage.act(
      subjects,
      typeof decide === "function" ? inStore(decide) : { byTokenInUse: inStore(decide.byTokenInUse) },
    );

    let wrongCodes = 0;
    let mails = 0;
    for (const [index, slot] of slots.entries()) {
      const decision = decisions[index];
      if (slot.status === "rejected") noteStop(slot.reason, metrics);
      else if (decision !== undefined) {
        for (const event of decision.events) {
          metrics.committed(event.type, reasonOf(event));
          if (isWrongCode(event)) {
            wrongCodes += 1;
            if (event.customerId !== null) parts.onWrongCode?.(institution, event.customerId);
          }
        }
        mails += decision.mails.length;
      }
    }
    if (wrongCodes > 0) guesses.count(institution, nowMs(), wrongCodes);
    if (mails > 0) onMailQueued();
    return slots;
  };
}

/** One act about one customer. */
export function makePerform(performAll: PerformAll): Perform {
  return async (institution, subject, actor, decide) => {
    const [slot] = await performAll(institution, [subject], actor, decide);
    if (slot === undefined) throw new Error("perform: the store gave no answer");
    if (slot.status === "rejected") throw slot.reason;
    return slot.value;
  };
}

function whyStopped(
  { clockAgrees, guesses }: Parts,
  institution: Institution,
  atMs: number,
  databaseMs: number,
): Error | null {
  const isApart = Math.abs(atMs - databaseMs) > clockToleranceMs;
  if (isApart || !clockAgrees(atMs)) return new ClockApart("The clock is not where it should be.");
  return guesses.stopped(institution, atMs);
}

function noteStop(reason: unknown, metrics: Parts["metrics"]): void {
  if (reason instanceof Throttled) metrics.codeStopped("throttled");
  if (reason instanceof ClockApart) metrics.codeStopped("clockApart");
}

function isWrongCode({ type, detail }: AuditEvent): boolean {
  return type === "code.refused" && (detail["reason"] === "mismatch" || detail["reason"] === "drift");
}

function reasonOf({ type, detail: { reason } }: AuditEvent): string {
  // Reasons of refusals are our fixed words; a person's reason (revoke …) is free text and stays out of metrics.
  return typeof reason === "string" && type.endsWith(".refused") ? reason : "";
}
