import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { AuditEvent, Storage } from "@warifu/rules";
import type { ActObserver } from "../deciding/gather-acts.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";
import { sqliteApprovals } from "./approvals.ts";
import { sqliteActs } from "./acts.ts";
import { sqliteDataKeys } from "./data-keys.ts";
import { sqliteDirectory } from "./directory.ts";
import { sqliteEvents } from "./events.ts";
import { startFileThreads } from "./file-threads.ts";
import type { FileThreads } from "./file-threads.ts";
import { Journal, readJournal } from "./journal.ts";
import { openMark } from "./mark.ts";
import { openOwned } from "./open-owned.ts";
import type { OwnedDatabase } from "./open-owned.ts";
import { sqliteOutbox } from "./outbox.ts";
import { makeReadAhead } from "./find-batch.ts";
import { sqliteRecords } from "./records.ts";
import { requireCurrentSchema } from "./schema.ts";
import { sqliteSearch } from "./search.ts";
import { sqliteSecrets } from "./secrets.ts";
import { settleInPieces } from "./settle.ts";
import { makeTurns } from "./turns.ts";
import { writesAlone } from "./write-alone.ts";
import { watchTrouble } from "../watch-trouble.ts";
import { cannotOpen } from "./cannot-open.ts";
import { inTransaction } from "./connection.ts";
import { asStoreBusy, troubleOf } from "./trouble.ts";
import { wholeService } from "../sealing/data-keys.ts";

/** Opens the file as its one owner: one connection reads and writes what is rare, others read for acts and commit them in threads. */
export async function openSqliteStorage(
  path: string,
  vault: KeyVault,
  options: {
    readonly nowMs: () => number;
    readonly observer?: ActObserver | undefined;
    /** Called when others could read the file until now. */
    readonly onMadePrivate?: (() => void) | undefined;
  },
): Promise<Storage> {
  const { nowMs, observer, onMadePrivate } = options;
  if (!existsSync(path)) throw new SchemaMismatch(`There is no database at ${path}: run warifu migrate.`);
  const owned = openOwned(path);
  try {
    if (owned.wasOpenToOthers) onMadePrivate?.();
    requireCurrentSchema(owned.db);
    const threads = startFileThreads(owned.path);
    try {
      return await composeSqliteStorage(owned, vault, nowMs, threads, observer);
    } catch (error) {
      await threads.close();
      throw error;
    }
  } catch (error) {
    owned.close();
    throw cannotOpen(error);
  }
}

/**
 * The store over a migrated database that is open already; closing the store closes it.
 * @param threads read for the acts and commit them
 */
export async function composeSqliteStorage(
  { db, path, close }: Pick<OwnedDatabase, "db" | "path" | "close">,
  vault: KeyVault,
  nowMs: () => number,
  threads: FileThreads = startFileThreads(path),
  observer?: ActObserver,
): Promise<Storage> {
  const { reader, writer } = threads;
  const turns = makeTurns();
  const mark = openMark(db, path);
  const written = writesAlone(db, mark, turns);
  const keysOf = sqliteDataKeys(db, vault, nowMs, written);
  // Opened now, so that a key ring that is not this database's shows at start and not at the first customer.
  const serviceKeys = await keysOf(wholeService);
  const journal = new Journal();
  const damaged = readJournal(db, serviceKeys, journal);
  const events = sqliteEvents(db, journal, written);
  const readAhead = makeReadAhead(reader, journal, nowMs);
  const settle = settleInPieces({ journal, readAhead, writer, turns });
  const { settled, ...acts } = sqliteActs(db, {
    events,
    keysOf,
    serviceKeys,
    nowMs,
    observer,
    mark,
    journal,
    readAhead,
    settle,
    turns,
    written,
    writer,
  });
  if (damaged.length > 0) {
    await acts.raiseFence(nowMs(), journalDamaged(nowMs()));
    for (const seq of damaged) db.prepare("DELETE FROM journal WHERE seq = ?").run(seq);
  }
  // From here on the event loop waits for nobody who holds the file: turns wait, and try again.
  db.exec("PRAGMA busy_timeout = 0");
  const storage: Storage = {
    ...acts,
    ...sqliteDirectory(db, keysOf, events.append, written),
    ...sqliteRecords(db, serviceKeys, written),
    ...sqliteApprovals(db, keysOf),
    ...sqliteOutbox(db, keysOf, written),
    ...events.store,
    ...sqliteSearch(db, keysOf),
    ...sqliteSecrets(db, serviceKeys, written),
    async ready() {
      try {
        requireCurrentSchema(db);
        await turns.alone(() => tryToWrite(db));
        return reader.isOpen() && writer.isOpen() ? "ready" : "unreachable";
      } catch (error) {
        if (error instanceof SchemaMismatch) return "otherSchema";
        return ["readOnly", "full", "brokenDisk"].includes(troubleOf(error) ?? "") ? "readOnly" : "unreachable";
      }
    },
    async close() {
      if (!db.isOpen) return;
      await settled();
      await settle.all();
      await turns.settled();
      await threads.close();
      mark.close();
      if (db.isOpen) close();
    },
  };
  return watchTrouble(storage, asStoreBusy);
}

/** Changes nothing, and waits for the disk all the same. */
function tryToWrite(db: DatabaseSync): void {
  inTransaction(db, () => db.exec("UPDATE fence SET raised_to_ms = raised_to_ms"));
}

/** Steps that stood in a damaged record are lost: with the fence raised, no code that was shown until now opens anything. */
function journalDamaged(nowMs: number): AuditEvent {
  return {
    type: "fence.raised",
    atMs: nowMs,
    actor: { kind: "service", id: null, channel: "job" },
    institutionId: null,
    customerId: null,
    tokenId: null,
    detail: { reason: "journalDamaged" },
  };
}
