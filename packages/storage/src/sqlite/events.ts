import type { DatabaseSync } from "node:sqlite";
import type { Actor, AuditEvent, EventStore, EventType, StoredEvent } from "@warifu/rules";
import { wholeService } from "./data-keys.ts";

/** Writes an event into the transaction that is open. */
export type AppendEvent = (event: AuditEvent) => void;

export function sqliteEvents(db: DatabaseSync): { store: EventStore; append: AppendEvent } {
  // Only one writer: the next cursor cannot be taken by anybody else before the commit.
  const insert = db.prepare(
    `INSERT INTO event (institution_id, cursor, type, at_ms, actor_kind, actor_id, actor_channel, customer_id, token_id, detail)
     SELECT ?1, coalesce(max(cursor), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM event WHERE institution_id = ?1`,
  );
  // Left alone, SQLite would rather walk back through all events of the institution.
  const ofCustomer = db.prepare(
    `SELECT * FROM event INDEXED BY event_by_customer
     WHERE institution_id = ? AND customer_id = ? ORDER BY cursor DESC LIMIT ?`,
  );
  const after = db.prepare("SELECT * FROM event WHERE institution_id = ? AND cursor > ? ORDER BY cursor LIMIT ?");

  const append: AppendEvent = ({ type, atMs, actor, institutionId, customerId, tokenId, detail }) => {
    const { kind, id, channel } = actor;
    const institution = institutionId ?? wholeService;
    insert.run(institution, type, atMs, kind, id, channel, customerId, tokenId, JSON.stringify(detail));
  };
  const store: EventStore = {
    eventsOfCustomer: async (institutionId, customerId, limit) =>
      (ofCustomer.all(institutionId, customerId, limit) as unknown as EventRow[]).map(asEvent),
    eventsAfter: async (institutionId, cursor, limit) =>
      (after.all(institutionId, cursor, limit) as unknown as EventRow[]).map(asEvent),
    record: async (event) => append(event),
  };
  return { store, append };
}

interface EventRow {
  readonly institution_id: string;
  readonly cursor: number;
  readonly type: string;
  readonly at_ms: number;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_channel: string;
  readonly customer_id: string | null;
  readonly token_id: string | null;
  readonly detail: string;
}

function asEvent(row: EventRow): StoredEvent {
  return {
    cursor: row.cursor,
    type: row.type as EventType,
    atMs: row.at_ms,
    actor: { kind: row.actor_kind, id: row.actor_id, channel: row.actor_channel } as Actor,
    institutionId: row.institution_id === wholeService ? null : row.institution_id,
    customerId: row.customer_id,
    tokenId: row.token_id,
    detail: JSON.parse(row.detail) as AuditEvent["detail"],
  };
}
