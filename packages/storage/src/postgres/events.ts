import { checkEvent } from "@warifu/rules";
import type { AuditEvent, EventStore, StoredEvent } from "@warifu/rules";
import { asEvent, institutionOf } from "../rows/event-row.ts";
import type { EventRow } from "../rows/event-row.ts";
import { numberArray, readText, storedText, textArray } from "./array-literals.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { Step } from "./statement.ts";

/**
 * Counts the institutions' cursors on, in the order of their names, and writes the events below them. `back` says how many of
 * the same institution come after this one.
 */
const append = statement(
  `WITH counted AS (
     INSERT INTO event_cursor AS e (institution_id, newest)
     SELECT k.institution_id, k.n FROM unnest($1::text[], $2::bigint[]) AS k (institution_id, n)
     ON CONFLICT (institution_id) DO UPDATE SET newest = e.newest + excluded.newest RETURNING institution_id, newest)
   INSERT INTO event
     (institution_id, cursor, type, at_ms, actor_kind, actor_id, actor_channel, customer_id, token_id, detail)
   SELECT c.institution_id, c.newest - v.back, v.type, v.at_ms, v.kind, v.id, v.channel, v.customer_id, v.token_id, v.detail
   FROM unnest($3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
     $12::text[]) AS v (institution_id, back, type, at_ms, kind, id, channel, customer_id, token_id, detail)
   JOIN counted AS c ON c.institution_id = v.institution_id`,
);
const ofCustomer = statement(
  'SELECT * FROM event WHERE institution_id COLLATE "POSIX" = $1 AND customer_id = $2 ORDER BY cursor DESC LIMIT $3',
);
const after = statement("SELECT * FROM event WHERE institution_id = $1 AND cursor > $2 ORDER BY cursor LIMIT $3");

/** One event that no act decided. @throws as `checkEvent` */
export function appendEvent(event: AuditEvent): readonly Step[] {
  checkEvent(event);
  return appendEvents([event]);
}

/**
 * What acts decided, checked before (check-decision.ts). To be sent last, together with the commit: from here on nobody else of the
 * institutions can commit an event.
 */
export function appendEvents(events: readonly AuditEvent[]): readonly Step[] {
  if (events.length === 0) return [];
  const counts = new Map<string, number>();
  const places = events.map((event) => {
    const place = (counts.get(institutionOf(event)) ?? 0) + 1;
    counts.set(institutionOf(event), place);
    return place;
  });
  const backs = events.map((event, index) => (counts.get(institutionOf(event)) ?? 0) - (places[index] ?? 0));
  // One order for all nodes, so that no two wait for each other.
  const institutions = [...counts.keys()].toSorted();
  const values = [
    textArray(institutions),
    numberArray(institutions.map((institutionId) => counts.get(institutionId) ?? 0)),
    textArray(events.map(institutionOf)),
    numberArray(backs),
    textArray(events.map(({ type }) => type)),
    numberArray(events.map(({ atMs }) => atMs)),
    textArray(events.map(({ actor }) => actor.kind)),
    textArray(events.map(({ actor }) => actor.id)),
    textArray(events.map(({ actor }) => actor.channel)),
    textArray(events.map(({ customerId }) => customerId)),
    textArray(events.map(({ tokenId }) => tokenId)),
    textArray(events.map(({ detail }) => JSON.stringify(detail))),
  ];
  return [{ statement: append, values }];
}

export function postgresEvents(database: Database): EventStore {
  return {
    eventsOfCustomer: async (institutionId, customerId, limit) =>
      (await database.read<EventRow>(ofCustomer, [storedText(institutionId), storedText(customerId), limit])).map(
        asRead,
      ),
    eventsAfter: async (institutionId, cursor, limit) =>
      (await database.read<EventRow>(after, [storedText(institutionId), cursor, limit])).map(asRead),
    async record(event) {
      await database.together(appendEvent(event));
    },
  };
}

function asRead(row: EventRow): StoredEvent {
  const { institution_id, type, actor_kind, actor_id, actor_channel, customer_id, token_id } = row;
  return asEvent({
    ...row,
    institution_id: readText(institution_id),
    type: readText(type),
    actor_kind: readText(actor_kind),
    actor_id: readOrNull(actor_id),
    actor_channel: readText(actor_channel),
    customer_id: readOrNull(customer_id),
    token_id: readOrNull(token_id),
  });
}

function readOrNull(stored: string | null): string | null {
  return stored === null ? null : readText(stored);
}
