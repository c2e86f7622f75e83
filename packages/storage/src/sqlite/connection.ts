import { DatabaseSync } from "node:sqlite";
import { OutcomeUnknown } from "@warifu/rules";
import { DatabaseRefused } from "../database-url.ts";

/** Of 4 kB. The log is copied into the file by a thread of its own; who commits does it only when that thread did not for long. */
const checkpointPages = 40_000;

/**
 * Opens a connection that loses nothing it acknowledged: write-ahead log, and every commit on the disk before it returns.
 * Foreign keys are on by default in node:sqlite.
 */
export function openConnection(path: string): DatabaseSync {
  const db = openFile(path);
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

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 2000 });
  } catch (error) {
    throw new DatabaseRefused("The database file cannot be opened: is it there, and may this user write it?", {
      cause: error,
    });
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

/** The file can be read but nothing can be written: read-only, full, or the disk refuses. */
export function takesNoMore(error: unknown): boolean {
  const sqliteReadOnly = 8;
  const sqliteIoError = 10;
  const sqliteFull = 13;
  return [sqliteReadOnly, sqliteIoError, sqliteFull].includes((errorCodeOf(error) ?? 0) & 0xff);
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

function errorCodeOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as Error & { errcode?: number }).errcode : undefined;
}
