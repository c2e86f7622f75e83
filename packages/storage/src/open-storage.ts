import type { Storage } from "@warifu/rules";
import { readDatabaseUrl } from "./database-url.ts";
import type { ActObserver } from "./deciding/gather-acts.ts";
import type { KeyVault } from "./keys/key-vault.ts";
import { memoryStorage } from "./memory/open-storage.ts";
import { openPostgresStorage } from "./postgres/open-storage.ts";
import { openSqliteStorage } from "./sqlite/open-storage.ts";

export interface StorageOptions {
  /** Milliseconds since the Unix epoch; used only for when mails were queued and keys were made. */
  readonly nowMs: () => number;
  /** Told what gathers and what is committed. */
  readonly observer?: ActObserver | undefined;
  /** Called when others could read the SQLite file until now: it was taken away from them. */
  readonly onMadePrivate?: (() => void) | undefined;
}

/**
 * Opens the database that the address names; one switch for every store.
 * `memory:` forgets everything on close and seals nothing, since nothing of it is ever at rest.
 * @param url `memory:`, `sqlite:PATH` or `postgres://…`
 * @throws DatabaseRefused for another address, or when PostgreSQL cannot be reached · DatabaseInUse when another process owns the SQLite file ·
 * SchemaMismatch when `migrate` has not run or a newer program has · KeyUnreadable when the key ring is not this database's
 */
export async function openStorage(url: string, vault: KeyVault, options: StorageOptions): Promise<Storage> {
  const database = readDatabaseUrl(url);
  if (database.kind === "memory") return memoryStorage(options);
  if (database.kind === "sqlite") return openSqliteStorage(database.path, vault, options);
  return openPostgresStorage(database.url, vault, options);
}
