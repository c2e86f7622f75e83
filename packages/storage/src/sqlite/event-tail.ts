import type { DatabaseSync } from "node:sqlite";
import type { Settling } from "./commit-batch.ts";

/**
 * The newest events of each customer, which `event_of_customer` does not hold yet. A cursor in here may belong to a transaction
 * that was taken back: readers look whether the event is there and this customer's.
 */
export interface EventTail {
  appended(institutionId: string, customerId: string, cursor: number): void;
  /** Newest first. */
  cursorsOf(institutionId: string, customerId: string): readonly number[];
  size(): number;
  /** What to bring into the index next: about so many events of each institution. */
  next(limit: number): Settling["events"];
  settled(events: Settling["events"]): void;
}

interface InstitutionTail {
  settledUpTo: number;
  /** Oldest first. */
  readonly cursors: Map<string, number[]>;
  /** Whose they are, in the order of their cursors, from `head` on. */
  order: { readonly customerId: string; readonly cursor: number }[];
  head: number;
}

/** Reads back what was not settled when the program ended. */
export function sqliteEventTail(db: DatabaseSync): EventTail {
  const selectSettled = db.prepare("SELECT cursor FROM event_settled WHERE institution_id = ?");
  const selectNewest = db.prepare("SELECT max(cursor) AS newest FROM event WHERE institution_id = ?");
  const selectUnsettled = db.prepare(
    "SELECT customer_id, cursor FROM event WHERE institution_id = ? AND cursor > ? ORDER BY cursor",
  );
  const nextInstitution = db.prepare(
    "SELECT institution_id FROM event WHERE institution_id > ? ORDER BY institution_id LIMIT 1",
  );
  const tails = new Map<string, InstitutionTail>();

  const tailOf = (institutionId: string): InstitutionTail => {
    let tail = tails.get(institutionId);
    if (tail === undefined) {
      const settledUpTo = Number(selectSettled.get(institutionId)?.["cursor"] ?? 0);
      tail = { settledUpTo, cursors: new Map(), order: [], head: 0 };
      tails.set(institutionId, tail);
    }
    return tail;
  };
  const append = (tail: InstitutionTail, customerId: string, cursor: number) => {
    tail.order.push({ customerId, cursor });
    const cursors = tail.cursors.get(customerId);
    if (cursors === undefined) tail.cursors.set(customerId, [cursor]);
    else cursors.push(cursor);
  };

  const readBack = (institutionId: string): void => {
    const tail = tailOf(institutionId);
    for (const row of selectUnsettled.iterate(institutionId, tail.settledUpTo)) {
      if (row["customer_id"] !== null) append(tail, String(row["customer_id"]), Number(row["cursor"]));
    }
  };
  for (const institutionId of institutionsWithEvents()) readBack(institutionId);

  function* institutionsWithEvents(): Generator<string> {
    // Each look is one search; reading all events to find out whose they are would take as long as there are events.
    const services = db.prepare("SELECT 1 FROM event WHERE institution_id = '' LIMIT 1").get();
    if (services !== undefined) yield "";
    for (let row = nextInstitution.get(""); row !== undefined;) {
      const institutionId = String(row["institution_id"]);
      yield institutionId;
      row = nextInstitution.get(institutionId);
    }
  }

  return {
    appended: (institutionId, customerId, cursor) => append(tailOf(institutionId), customerId, cursor),
    cursorsOf: (institutionId, customerId) => tails.get(institutionId)?.cursors.get(customerId)?.toReversed() ?? [],
    size: () => tails.values().reduce((sum, { order, head }) => sum + order.length - head, 0),
    next: (limit) =>
      [...tails].flatMap(([institutionId, { settledUpTo, order, head }]) => {
        if (order.length === head) return [];
        const newest = Number(selectNewest.get(institutionId)?.["newest"] ?? 0);
        const upTo = Math.min(settledUpTo + limit, newest);
        return upTo > settledUpTo ? [{ institutionId, after: settledUpTo, upTo }] : [];
      }),
    settled(events) {
      for (const { institutionId, upTo } of events) {
        const tail = tailOf(institutionId);
        tail.settledUpTo = upTo;
        for (let first = tail.order[tail.head]; first !== undefined && first.cursor <= upTo;) {
          const cursors = tail.cursors.get(first.customerId);
          cursors?.shift();
          if (cursors?.length === 0) tail.cursors.delete(first.customerId);
          tail.head += 1;
          first = tail.order[tail.head];
        }
        // The array is cut now and then, not at every look.
        if (tail.head > 4096) {
          tail.order = tail.order.slice(tail.head);
          tail.head = 0;
        }
      }
    },
  };
}
