import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inSavepoint, inTransaction } from "./connection.ts";
import { eventInserter } from "./events.ts";
import type { EventColumns } from "./events.ts";
import type { JournalRecord } from "./journal.ts";
import { fromJson } from "../tables/json.ts";
import type { Json } from "../tables/json.ts";
import { tokenStates } from "./token-states.ts";
import type { PackedState } from "./token-states.ts";
import { errorCodeOf } from "./trouble.ts";
import type { Write } from "./write.ts";

/** Everything one commit of acts writes. Plain data: it goes to the committing thread as it is. */
export interface Batch {
  /** One text travels faster than many arrays. */
  readonly events: Json<readonly EventColumns[]>;
  /** For each event, which subject it is of. */
  readonly eventOwners: readonly number[];
  /** Everything else, by subject. */
  readonly writes: readonly (Write & { readonly subject: number })[];
  readonly journal: JournalRecord | null;
  readonly settling: Settling | null;
}

/** What of the journal is brought into the rows now. */
export interface Settling {
  readonly entries: Json<readonly PackedState[]>;
  /** Records up to this one are needed no more. */
  readonly journalUpTo: number;
}

/** `failed`: nothing was written; of each subject that cannot be written, why. */
export type Committed =
  /** `settled`: whether what was to be settled is; what cannot be leaves everything else as it is. */
  { readonly ok: true; readonly settled: boolean } | { readonly ok: false; readonly failed: readonly SubjectFailed[] };

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

  const insertEvent = eventInserter(db);
  const write = ({ sql, values }: Write) => prepared(sql).run(...values);
  const settle = ({ entries, journalUpTo }: Settling) => {
    for (const values of tokenStates.valuesOf(entries)) prepared(settleStateSql).run(...values);
    prepared("DELETE FROM journal WHERE seq <= ?").run(journalUpTo);
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
  const commitAll = (batch: Batch): { settled: boolean } =>
    inTransaction(db, () => {
      fromJson(batch.events).forEach(insertEvent);
      batch.writes.forEach(write);
      if (batch.journal !== null) {
        const { seq, entries, mac } = batch.journal;
        prepared("INSERT INTO journal (seq, entries, mac) VALUES (?, ?, ?)").run(seq, entries, mac);
      }
      return { settled: batch.settling !== null && couldSettle(batch.settling) };
    });

  /** Writes each subject by itself and takes it back, to find out which one fails. */
  const whoFails = (batch: Batch): SubjectFailed[] => {
    const { eventOwners, writes } = batch;
    const events = fromJson(batch.events);
    const subjects = new Set([...eventOwners, ...writes.map(({ subject }) => subject)]);
    return [...subjects].flatMap((subject) => {
      db.exec("BEGIN IMMEDIATE");
      try {
        events.filter((_, index) => eventOwners[index] === subject).forEach(insertEvent);
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
  return ((errorCodeOf(error) ?? 0) & 0xff) === sqliteConstraint;
}

// Values are bound by their places: by their names it takes four times as long.
const [key, ...changed] = tokenStates.names;
const settleStateSql = `
  UPDATE token_state SET ${changed.map((column, index) => `${column} = ?${index + 2}`).join(", ")}
  WHERE ${key} = ?1`;
