import type { ActStore, AuditEvent } from "@warifu/rules";
import type { Metrics } from "./metrics.ts";
import type { Perform } from "./service.ts";

/** Joins the pure decision to the store: reads the clock inside the transaction, counts what was committed, wakes the mail job. */
export function makePerform({
  storage,
  nowMs,
  metrics,
  onMailQueued,
}: {
  storage: ActStore;
  nowMs: () => number;
  metrics: Metrics;
  onMailQueued: () => void;
}): Perform {
  return async (institution, subject, actor, decide) => {
    if (institution.institutionId !== subject.institutionId) {
      throw new TypeError("perform: the subject belongs to another institution");
    }
    let events: readonly AuditEvent[] = [];
    let mails = 0;
    const [settled] = await storage.act([subject], (state, _index, { fenceMs }) => {
      const decision = decide(state, { nowMs: nowMs(), policy: institution.policy, actor, fenceMs });
      events = decision.events;
      mails = decision.mails.length;
      return decision;
    });
    if (settled === undefined) throw new Error("perform: the store gave no answer");
    if (settled.status === "rejected") throw settled.reason;
    for (const event of events) metrics.committed(event.type, reasonOf(event));
    if (mails > 0) onMailQueued();
    return settled.value;
  };
}

function reasonOf(event: AuditEvent): string {
  const reason = event.detail["reason"];
  // Reasons of refusals are our fixed words; a person's reason (revoke …) is free text and stays out of metrics.
  return typeof reason === "string" && event.type.endsWith(".refused") ? reason : "";
}
