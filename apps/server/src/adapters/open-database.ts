import {
  DatabaseInUse,
  DatabaseRefused,
  KeyRingRefused,
  memoryStorage,
  openKeyVault,
  openStorage,
  SchemaMismatch,
} from "@warifu/storage";
import { KeyUnreadable } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import type { ActObserver } from "@warifu/storage";
import type { Config } from "../config.ts";
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
  nowMs: () => number,
  observer?: ActObserver,
): Promise<Storage> {
  // Nothing of it is ever at rest, so there is nothing to seal.
  if (config.database === "memory:") return memoryStorage({ nowMs });
  return orRefused(async () =>
    openStorage(config.database, await openKeyVault(config.keyRingFile), { nowMs, observer }),
  );
}

/** Turns what storage says to an operator into the refusal that commands print. */
export async function orRefused<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyUnreadable) {
      throw new Refused(
        "The key ring is not the one this database was sealed with: WARIFU_KEY_RING must name that one.",
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
