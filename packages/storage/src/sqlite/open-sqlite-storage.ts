import { existsSync } from "node:fs";
import type { Storage } from "@warifu/rules";
import type { KeyVault } from "../keys/key-vault.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";
import { sqliteActs } from "./acts.ts";
import { sqliteCustomers } from "./customers.ts";
import { sqliteDataKeys, wholeService } from "./data-keys.ts";
import { sqliteDirectory } from "./directory.ts";
import { sqliteEvents } from "./events.ts";
import { sqliteKeptAnswers } from "./kept-answers.ts";
import { openOwned } from "./open-owned.ts";
import type { OwnedDatabase } from "./open-owned.ts";
import { sqliteOutbox } from "./outbox.ts";
import { sqliteRecords } from "./records.ts";
import { requireCurrentSchema } from "./schema.ts";
import { sqliteSearch } from "./search.ts";
import { sqliteSecrets } from "./secrets.ts";

/** Opens the file as its one owner. Everything but the key vault is synchronous, so one connection serialises all. */
export async function openSqliteStorage(
  path: string,
  vault: KeyVault,
  { nowMs }: { readonly nowMs: () => number },
): Promise<Storage> {
  if (!existsSync(path)) throw new SchemaMismatch(`There is no database at ${path}: run warifu migrate.`);
  const owned = openOwned(path);
  try {
    requireCurrentSchema(owned.db);
    return await composeSqliteStorage(owned, vault, nowMs);
  } catch (error) {
    owned.close();
    throw error;
  }
}

/** The store over a migrated database that is open already; closing the store closes it. */
export async function composeSqliteStorage(
  { db, close }: OwnedDatabase,
  vault: KeyVault,
  nowMs: () => number,
): Promise<Storage> {
  const keysOf = sqliteDataKeys(db, vault, nowMs);
  // Opened now, so that a key ring that is not this database's shows at start and not at the first customer.
  const serviceKeys = await keysOf(wholeService);
  const events = sqliteEvents(db);
  const outbox = sqliteOutbox(db, keysOf, nowMs);
  const { settled, ...acts } = sqliteActs(db, {
    customers: sqliteCustomers(db),
    appendEvent: events.append,
    queueMail: outbox.queue,
    keysOf,
    answers: sqliteKeptAnswers(db, nowMs),
    nowMs,
  });
  return {
    ...acts,
    ...sqliteDirectory(db, keysOf, events.append),
    ...sqliteRecords(db, serviceKeys),
    ...outbox.store,
    ...events.store,
    ...sqliteSearch(db),
    ...sqliteSecrets(db, serviceKeys),
    async ready() {
      try {
        requireCurrentSchema(db);
        return "ready";
      } catch (error) {
        return error instanceof SchemaMismatch ? "otherSchema" : "unreachable";
      }
    },
    async close() {
      await settled();
      if (db.isOpen) close();
    },
  };
}
