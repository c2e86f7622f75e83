import {
  databaseTrouble,
  DatabaseInUse,
  DatabaseRefused,
  KeyRingRefused,
  memoryStorage,
  openKeyVault,
  openStorage,
  SchemaMismatch,
} from "@warifu/storage";
import { KeyUnreadable, OutcomeUnknown, StoreBusy } from "@warifu/rules";
import type { Storage, StoreTrouble } from "@warifu/rules";
import type { StorageOptions } from "@warifu/storage";
import type { Config } from "../configuration/config.ts";
import { Refused } from "../refused.ts";

/** Another process owns the SQLite file at this moment. */
export class DatabaseBusy extends Refused {
  override name = "DatabaseBusy";
}

/**
 * Opens the database with its key ring.
 * @throws DatabaseBusy · Refused in a sentence: no key ring, no tables yet, another process has the file …
 */
export async function openDatabase(
  config: Pick<Config, "database" | "keyRingFile">,
  options: StorageOptions,
): Promise<Storage> {
  // Nothing of it is ever at rest, so there is nothing to seal.
  if (config.database === "memory:") return memoryStorage(options);
  return orRefused(
    async () => openStorage(config.database, await openKeyVault(config.keyRingFile), options),
    config.database,
  );
}

/** What an operator is told who met the database's own trouble. */
const busyWords: Readonly<Record<StoreTrouble, string>> = {
  overloaded: "Nothing was done: the database has too much to do. Try again in a moment.",
  locked: "Nothing was done: another program holds the database. End it, or wait until it is done.",
  full: "Nothing was done: the database's disk is full. Make room on it and try again.",
  readOnly: "Nothing was done: the database is read-only.",
  brokenDisk: "Nothing was done: the database's disk refuses. Look into the system's log.",
  damaged: "Nothing was done: the database is damaged. Put a backup back.",
  unreachable: "Nothing was done: the database does not answer.",
};

/** Turns what storage says to an operator, and what PostgreSQL says about him, into the refusal that commands print. */
export async function orRefused<Value>(work: () => Promise<Value>, database: string | null = null): Promise<Value> {
  try {
    return await work();
  } catch (caught) {
    const error = database === null ? caught : databaseTrouble(database, caught);
    if (error instanceof KeyUnreadable) {
      throw new Refused(
        "The key ring is not the one this database was sealed with: WARIFU_KEY_RING must name that one.",
        { cause: error },
      );
    }
    if (error instanceof StoreBusy) throw new Refused(busyWords[error.trouble], { cause: error });
    if (error instanceof OutcomeUnknown) {
      throw new Refused(
        "The database broke off: whether this was carried out is not known. Look before you repeat it.",
        {
          cause: error,
        },
      );
    }
    if (error instanceof DatabaseInUse) throw new DatabaseBusy(error.message, { cause: error });
    const speaks = [DatabaseRefused, KeyRingRefused, SchemaMismatch].some((kind) => error instanceof kind);
    if (speaks && error instanceof Error) throw new Refused(error.message, { cause: error });
    throw error;
  }
}
