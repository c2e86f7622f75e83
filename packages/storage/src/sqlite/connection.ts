import { DatabaseSync } from "node:sqlite";
import { OutcomeUnknown } from "@warifu/rules";
import { patienceMs } from "./patience.ts";
import { errorCodeOf } from "./trouble.ts";

/** Of 4 kB. The log is copied into the file by a thread of its own; who commits does it only when that thread did not for long. */
const checkpointPages = 40_000;

/**
 * Opens a connection that loses nothing it acknowledged: write-ahead log, and every commit on the disk before it returns.
 * Foreign keys are on by default in node:sqlite.
 * @param waitMs how long a statement stands still for a file that another program holds
 */
export function openConnection(path: string, waitMs = patienceMs): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: waitMs });
  try {
    // fullfsync: on macOS an ordinary fsync leaves the data in the drive's cache.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA trusted_schema = OFF");
    // No mmap_size: SQLite gives the whole mapping up whenever another connection has committed, which here is always.
    db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Runs `body` as one transaction. It is synchronous from BEGIN to COMMIT, so nothing of this process can come between.
 * @throws whatever `body` threw, with nothing written; OutcomeUnknown when the commit itself broke off
 */
export function inTransaction<Value>(db: DatabaseSync, body: () => Value): Value {
  // IMMEDIATE takes the write lock before the first read: a deferred one can fail after reading (SQLITE_BUSY_SNAPSHOT).
  db.exec("BEGIN IMMEDIATE");
  let value: Value;
  try {
    value = body();
  } catch (error) {
    rollBack(db);
    throw error;
  }
  commit(db);
  return value;
}

function commit(db: DatabaseSync): void {
  try {
    db.exec("COMMIT");
  } catch (error) {
    rollBack(db);
    throw isCertainlyNotCommitted(error)
      ? error
      : new OutcomeUnknown("The commit broke off: it may be stored or not.", { cause: error });
  }
}

/** Undoes `body` alone when it throws; what the transaction did before stays. */
export function inSavepoint<Value>(db: DatabaseSync, body: () => Value): Value {
  db.exec("SAVEPOINT slot");
  try {
    const value = body();
    db.exec("RELEASE slot");
    return value;
  } catch (error) {
    // After a full disk or an I/O error SQLite may have rolled the whole transaction back by itself.
    if (db.isTransaction) db.exec("ROLLBACK TO slot; RELEASE slot");
    throw error;
  }
}

function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec("ROLLBACK");
}

/** Busy, read-only and full are told before the commit record is written; after an I/O error nobody can say. */
function isCertainlyNotCommitted(error: unknown): boolean {
  const sqliteBusy = 5;
  const sqliteReadOnly = 8;
  const sqliteFull = 13;
  const primary = (errorCodeOf(error) ?? 0) & 0xff;
  return [sqliteBusy, sqliteReadOnly, sqliteFull].includes(primary);
}

export function isUniqueViolation(error: unknown): boolean {
  const uniqueViolation = 2067;
  const primaryKeyViolation = 1555;
  return [uniqueViolation, primaryKeyViolation].includes(errorCodeOf(error) ?? 0);
}
