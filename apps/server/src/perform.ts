import { answerOnce } from "@warifu/rules";
import type { ActStore, AuditEvent } from "@warifu/rules";
import type { Metrics } from "./metrics.ts";
import type { Perform, PerformAll } from "./service.ts";

interface Parts {
  readonly storage: ActStore;
  readonly nowMs: () => number;
  readonly metrics: Metrics;
  readonly onMailQueued: () => void;
}

/** Joins the pure decision to the store: reads the clock inside the transaction, counts what was committed, wakes the mail job. */
export function makePerformAll({ storage, nowMs, metrics, onMailQueued }: Parts): PerformAll {
  return async (institution, subjects, actor, decide) => {
    if (subjects.some(({ institutionId }) => institutionId !== institution.institutionId)) {
      throw new TypeError("perform: the subject belongs to another institution");
    }
    const events: (readonly AuditEvent[])[] = subjects.map(() => []);
    let mails = 0;
    const slots = await storage.act(subjects, (state, index, { fenceMs, earlier }) => {
      const context = { nowMs: nowMs(), policy: institution.policy, actor, fenceMs };
      const decision = answerOnce(subjects[index]?.once, earlier, () => decide(state, context, index));
      events[index] = decision.events;
      mails += decision.mails.length;
      return decision;
    });
    const committed = events.filter((_, index) => slots[index]?.status === "fulfilled").flat();
    for (const event of committed) metrics.committed(event.type, reasonOf(event));
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

function reasonOf(event: AuditEvent): string {
  const reason = event.detail["reason"];
  // Reasons of refusals are our fixed words; a person's reason (revoke …) is free text and stays out of metrics.
  return typeof reason === "string" && event.type.endsWith(".refused") ? reason : "";
}
