import { checkEvent } from "@warifu/rules";
import type { AuditEvent, EventStore, StoredEvent } from "@warifu/rules";

/** Events of the whole service lie under this name: no institution has an empty ID. */
const wholeService = "";

export function memoryEvents(): { store: EventStore; append: (event: AuditEvent) => void } {
  const byInstitution = new Map<string, StoredEvent[]>();
  const of = (institutionId: string) => byInstitution.get(institutionId) ?? [];

  const append = (event: AuditEvent): void => {
    checkEvent(event);
    const institutionId = event.institutionId ?? wholeService;
    const events = of(institutionId);
    const { type, atMs, actor, customerId, tokenId, detail } = structuredClone(event);
    const { kind, id, channel } = actor;
    const kept = {
      type,
      atMs,
      actor: { kind, id, channel },
      institutionId: event.institutionId,
      customerId,
      tokenId,
      detail,
    };
    events.push(Object.freeze({ ...kept, cursor: events.length + 1 }));
    byInstitution.set(institutionId, events);
  };
  const store: EventStore = {
    async eventsOfCustomer(institutionId, customerId, limit) {
      const events = of(institutionId).filter((event) => event.customerId === customerId);
      return events.toReversed().slice(0, limit);
    },
    async eventsAfter(institutionId, cursor, limit) {
      return of(institutionId).slice(cursor, cursor + limit);
    },
    record: async (event) => append(event),
  };
  return { store, append };
}
