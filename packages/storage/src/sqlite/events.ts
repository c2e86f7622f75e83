import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { AuditEvent, EventStore } from "@warifu/rules";
import { asEvent, institutionOf } from "../rows/event-row.ts";
import type { EventRow } from "../rows/event-row.ts";
import type { EventTail } from "./event-tail.ts";
import type { Turns } from "./turns.ts";

/** Writes an event into the transaction that is open. */
export type AppendEvent = (event: AuditEvent) => void;

export interface SqliteEvents {
  readonly store: EventStore;
  readonly append: AppendEvent;
  /** The cursor of the institution's newest event; 0 when there is none. Nobody else writes while this is asked. */
  readonly newestCursor: (institutionId: string) => number;
}

/** An event in the order of the columns of its table. */
export type EventColumns = readonly [
  string,
  number,
  string,
  number,
  string,
  string | null,
  string,
  string | null,
  string | null,
  AuditEvent["detail"],
];

export function eventColumns(event: AuditEvent, cursor: number): EventColumns {
  const { type, atMs, actor, customerId, tokenId, detail } = event;
  const { kind, id, channel } = actor;
  return [institutionOf(event), cursor, type, atMs, kind, id, channel, customerId, tokenId, detail];
}

export function sqliteEvents(db: DatabaseSync, tail: EventTail, turns: Turns): SqliteEvents {
  const newest = db.prepare("SELECT max(cursor) AS newest FROM event WHERE institution_id = ?");
  const insert = db.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const one = db.prepare("SELECT * FROM event WHERE institution_id = ? AND cursor = ?");
  const settledOnes = db.prepare(
    `SELECT event.* FROM event_of_customer JOIN event USING (institution_id, cursor)
     WHERE event_of_customer.institution_id = ? AND event_of_customer.customer_id = ?
     ORDER BY event_of_customer.cursor DESC LIMIT ?`,
  );
  const after = db.prepare("SELECT * FROM event WHERE institution_id = ? AND cursor > ? ORDER BY cursor LIMIT ?");

  const newestCursor = (institutionId: string) => Number(newest.get(institutionId)?.["newest"] ?? 0);
  const append: AppendEvent = (event) => {
    const institutionId = institutionOf(event);
    const cursor = newestCursor(institutionId) + 1;
    const [detail, ...columns] = eventColumns(event, cursor).toReversed();
    insert.run(...(columns.toReversed() as SQLInputValue[]), JSON.stringify(detail));
    if (event.customerId !== null) tail.appended(institutionId, event.customerId, cursor);
  };
  const store: EventStore = {
    async eventsOfCustomer(institutionId, customerId, limit) {
      const newestFirst = tail.cursorsOf(institutionId, customerId).slice(0, limit);
      const unsettled = newestFirst.flatMap((cursor) => {
        const row = one.get(institutionId, cursor) as unknown as EventRow | undefined;
        return row?.customer_id === customerId ? [row] : [];
      });
      const settled = settledOnes.all(institutionId, customerId, limit) as unknown as EventRow[];
      return [...unsettled, ...settled].slice(0, limit).map(asEvent);
    },
    eventsAfter: async (institutionId, cursor, limit) =>
      (after.all(institutionId, cursor, limit) as unknown as EventRow[]).map(asEvent),
    record: (event) => turns.alone(() => append(event)),
  };
  return { store, append, newestCursor };
}
