import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { inSavepoint, inTransaction } from "./connection.ts";
import { unpackList } from "./journal.ts";
import type { JournalRecord } from "./journal.ts";

/** A statement by its text, with its values. */
export interface Write {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Everything one commit of acts writes. Plain data: it goes to the committing thread as it is. */
export interface Batch {
  /**
   * JSON: the new rows of `event`, each an array in the order of its columns, with cursors that count from 1 in each institution.
   * One text travels faster than many arrays.
   */
  readonly events: string;
  /** The institutions of the events. */
  readonly eventsOf: readonly string[];
  /** For each event, which subject it is of. */
  readonly eventOwners: readonly number[];
  /** Everything else, by subject. */
  readonly writes: readonly (Write & { readonly subject: number })[];
  readonly journal: JournalRecord | null;
  readonly settling: Settling | null;
}

/** What of the journal and the events is brought into rows and index now. */
export interface Settling {
  /** JSON array of packed entries. */
  readonly entries: string;
  /** Records up to this one are needed no more. */
  readonly journalUpTo: number;
  readonly events: readonly { readonly institutionId: string; readonly after: number; readonly upTo: number }[];
}

/** `failed`: nothing was written; of each subject that cannot be written, why. */
export type Committed =
  | {
      readonly ok: true;
      /** Of each of `eventsOf`, the newest cursor before this commit. */
      readonly cursorsBefore: readonly number[];
      /** Whether what was to be settled is; what cannot be leaves everything else as it is. */
      readonly settled: boolean;
    }
  | { readonly ok: false; readonly failed: readonly SubjectFailed[] };

export interface SubjectFailed {
  readonly subject: number;
  readonly error: unknown;
}

/** Commits batches on one connection. @throws what the commit as a whole met; OutcomeUnknown when it broke off */
export function batchCommitter(db: DatabaseSync): (batch: Batch) => Committed {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = db.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };

  const write = ({ sql, values }: Write) => prepared(sql).run(...values);
  const newestCursor = (institutionId: string): number =>
    Number(
      prepared("SELECT max(cursor) AS newest FROM event WHERE institution_id = ?").get(institutionId)?.["newest"] ?? 0,
    );
  const insertEvents = (events: string, institutions: readonly string[]): number[] => {
    const before = institutions.map(newestCursor);
    institutions.forEach((institutionId, index) => {
      prepared(insertEventsSql).run(before[index] ?? 0, events, institutionId);
    });
    return before;
  };
  const settle = ({ entries, journalUpTo, events }: Settling) => {
    for (const entry of unpackList(entries)) {
      prepared(settleTokenSql).run(
        entry.last_step,
        entry.drift_steps,
        entry.wrong_in_a_row,
        entry.pauses_in_a_row,
        entry.wrong_since_confirm,
        entry.replays_in_a_row,
        entry.paused_until_ms,
        entry.locked_at_ms,
        entry.mac,
        entry.institution_id,
        entry.customer_id,
        entry.ordinal,
      );
    }
    prepared("DELETE FROM journal WHERE seq <= ?").run(journalUpTo);
    for (const { institutionId, after, upTo } of events) {
      prepared(settleEventsSql).run(institutionId, after, upTo);
      prepared(noteSettledSql).run(institutionId, upTo);
    }
  };

  const couldSettle = (settling: Settling): boolean => {
    try {
      inSavepoint(db, () => settle(settling));
      return true;
    } catch (error) {
      if (!db.isTransaction) throw error;
      return false;
    }
  };
  const commitAll = (batch: Batch): { cursorsBefore: readonly number[]; settled: boolean } =>
    inTransaction(db, () => {
      const cursorsBefore = insertEvents(batch.events, batch.eventsOf);
      batch.writes.forEach(write);
      if (batch.journal !== null) {
        const { seq, entries, mac } = batch.journal;
        prepared("INSERT INTO journal (seq, entries, mac) VALUES (?, ?, ?)").run(seq, entries, mac);
      }
      return { cursorsBefore, settled: batch.settling !== null && couldSettle(batch.settling) };
    });

  /** Writes each subject by itself and takes it back, to find out which one fails. */
  const whoFails = ({ events, eventsOf, eventOwners, writes }: Batch): SubjectFailed[] => {
    const rows = JSON.parse(events) as unknown[];
    const subjects = new Set([...eventOwners, ...writes.map(({ subject }) => subject)]);
    return [...subjects].flatMap((subject) => {
      db.exec("BEGIN IMMEDIATE");
      try {
        insertEvents(JSON.stringify(rows.filter((_, index) => eventOwners[index] === subject)), eventsOf);
        writes.filter((one) => one.subject === subject).forEach(write);
        return [];
      } catch (error) {
        return [{ subject, error }];
      } finally {
        // After a full disk or an I/O error SQLite may have rolled the whole transaction back by itself.
        if (db.isTransaction) db.exec("ROLLBACK");
      }
    });
  };

  return (batch) => {
    try {
      return { ok: true, ...commitAll(batch) };
    } catch (error) {
      if (!isOneSubjects(error)) throw error;
      const failed = whoFails(batch);
      if (failed.length === 0) throw error;
      return { ok: false, failed };
    }
  };
}

/** A constraint or a trigger is somebody's own trouble; a full, broken or busy disk is everybody's. */
function isOneSubjects(error: unknown): boolean {
  const sqliteConstraint = 19;
  const code = (error as { errcode?: number }).errcode;
  return typeof code === "number" && (code & 0xff) === sqliteConstraint;
}

const insertEventsSql = `
  INSERT INTO event (institution_id, cursor, type, at_ms, actor_kind, actor_id, actor_channel, customer_id, token_id, detail)
  SELECT value ->> 0, (value ->> 1) + ?, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value -> 9
  FROM json_each(?) WHERE value ->> 0 = ?`;

const settleTokenSql = `
  UPDATE token SET last_step = ?, drift_steps = ?, wrong_in_a_row = ?, pauses_in_a_row = ?, wrong_since_confirm = ?,
    replays_in_a_row = ?, paused_until_ms = ?, locked_at_ms = ?, mac = ?
  WHERE institution_id = ? AND customer_id = ? AND ordinal = ?`;

const settleEventsSql = `
  INSERT INTO event_of_customer (institution_id, customer_id, cursor)
  SELECT institution_id, customer_id, cursor FROM event
  WHERE institution_id = ? AND cursor > ? AND cursor <= ? AND customer_id IS NOT NULL ORDER BY customer_id, cursor`;

const noteSettledSql = `
  INSERT INTO event_settled (institution_id, cursor) VALUES (?, ?)
  ON CONFLICT (institution_id) DO UPDATE SET cursor = excluded.cursor`;
