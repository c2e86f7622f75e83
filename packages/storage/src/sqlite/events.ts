import type { DatabaseSync } from "node:sqlite";
import { checkEvent } from "@warifu/rules";
import type { AuditEvent, EventStore } from "@warifu/rules";
import { asEvent, institutionOf } from "../rows/event-row.ts";
import type { EventRow } from "../rows/event-row.ts";
import { moment, nullable } from "../tables/column.ts";
import { eventTable } from "../tables/event-table.ts";
import { table } from "../tables/table.ts";
import type { Journal } from "./journal.ts";
import { select } from "./select.ts";
import type { WriteAlone } from "./write-alone.ts";

/** Writes an event into the transaction that is open. @throws as `checkEvent` */
export type AppendEvent = (event: AuditEvent) => void;

export interface SqliteEvents {
  readonly store: EventStore;
  /** For whoever writes alone. */
  readonly append: AppendEvent;
  /** The institution's next cursor: given out once, so an event that is not written after all leaves a gap. */
  readonly takeCursor: (institutionId: string) => number;
}

/**
 * An event in the order of the columns of its table, and whether it is found by its token's chain. The others are found by
 * `event_of_customer`.
 */
export type EventColumns = readonly [
  institutionId: string,
  cursor: number,
  type: string,
  atMs: number,
  actorKind: string,
  actorId: string | null,
  actorChannel: string,
  customerId: string | null,
  tokenId: string | null,
  detail: AuditEvent["detail"],
  previous: number | null,
  isChained: 0 | 1,
];

/** @param link what stands before it in its token's chain; null: it is in none */
export function eventColumns(
  event: AuditEvent,
  cursor: number,
  link: { readonly previous: number | null } | null,
): EventColumns {
  const { type, atMs, actor, customerId, tokenId, detail } = event;
  const { kind, id, channel } = actor;
  const institutionId = institutionOf(event);
  const previous = link === null ? null : link.previous;
  const isChained = link === null ? 0 : 1;
  return [institutionId, cursor, type, atMs, kind, id, channel, customerId, tokenId, detail, previous, isChained];
}

/** Writes events into the transaction that is open. One by one: to take them out of a JSON text with SQL costs twice as much. */
export function eventInserter(db: DatabaseSync): (event: EventColumns) => void {
  const insert = db.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const insertOfCustomer = db.prepare("INSERT INTO event_of_customer VALUES (?, ?, ?)");
  return ([institutionId, cursor, type, atMs, kind, actorId, channel, customerId, tokenId, detail, ...chain]) => {
    const [previous, isChained] = chain;
    const actor = [kind, actorId, channel];
    insert.run(institutionId, cursor, type, atMs, ...actor, customerId, tokenId, JSON.stringify(detail), previous);
    if (customerId !== null && isChained === 0) insertOfCustomer.run(institutionId, customerId, cursor);
  };
}

/** With the cursor of the event before it about the same token. */
const chainedTable = table("event", eventTable.key, { ...eventTable.columns, previous: nullable(moment()) });

export function sqliteEvents(
  db: DatabaseSync,
  journal: Pick<Journal, "newestEventOf">,
  written: WriteAlone,
): SqliteEvents {
  const newest = db.prepare("SELECT max(cursor) AS newest FROM event WHERE institution_id = ?");
  const insertEvent = eventInserter(db);
  const one = select(
    db,
    chainedTable,
    (columns) => `SELECT ${columns} FROM event WHERE institution_id = ? AND cursor = ?`,
  );
  const ofCustomer = db.prepare(
    "SELECT cursor FROM event_of_customer WHERE institution_id = ? AND customer_id = ? ORDER BY cursor DESC LIMIT ?",
  );
  const selectHeads = db.prepare(
    `SELECT number, newest_event FROM token CROSS JOIN token_state USING (number)
     WHERE institution_id = ? AND customer_id = ?`,
  );
  const after = select(
    db,
    eventTable,
    (columns) => `SELECT ${columns} FROM event WHERE institution_id = ? AND cursor > ? ORDER BY cursor LIMIT ?`,
  );

  /** Of each institution, the newest cursor that was given out. The file has one owner: nobody else gives out any. */
  const taken = new Map<string, number>();
  const takeCursor = (institutionId: string) => {
    const cursor = (taken.get(institutionId) ?? Number(newest.get(institutionId)?.["newest"] ?? 0)) + 1;
    taken.set(institutionId, cursor);
    return cursor;
  };
  const append: AppendEvent = (event) => {
    checkEvent(event);
    insertEvent(eventColumns(event, takeCursor(institutionOf(event)), null));
  };
  /** The newest event of every chain of the customer. */
  const headsOf = (institutionId: string, customerId: string): number[] =>
    selectHeads.all(institutionId, customerId).flatMap((row) => {
      const newest = journal.newestEventOf(Number(row["number"]));
      const head = newest === undefined ? row["newest_event"] : newest;
      return head === null ? [] : [Number(head)];
    });

  const store: EventStore = {
    async eventsOfCustomer(institutionId, customerId, limit) {
      const listed = ofCustomer.all(institutionId, customerId, limit).map((row) => Number(row["cursor"]));
      listed.reverse();
      const heads = headsOf(institutionId, customerId);
      const found: EventRow[] = [];
      while (found.length < limit && listed.length + heads.length > 0) {
        const cursor = Math.max(...heads, listed.at(-1) ?? 0);
        const row = one.get(institutionId, cursor);
        // What somebody put into the file by hand leads to nobody else's events, and not round in a circle.
        const isTheirs = row?.customer_id === customerId;
        if (isTheirs) found.push(row);
        const head = heads.indexOf(cursor);
        if (head === -1) listed.pop();
        else if (isTheirs && row.previous !== null && row.previous < cursor) heads[head] = row.previous;
        else heads.splice(head, 1);
      }
      return found.map(asEvent);
    },
    eventsAfter: async (institutionId, cursor, limit) => after.all(institutionId, cursor, limit).map(asEvent),
    record: (event) => written(() => append(event)),
  };
  return { store, append, takeCursor };
}
