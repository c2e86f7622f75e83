import { readDatabaseUrl } from "./database-url.ts";
import type { KeyVault } from "./keys/key-vault.ts";
import { rewrapPostgres } from "./postgres/rewrap.ts";
import { rewrapSqlite } from "./sqlite/rewrap.ts";

/**
 * Wraps every data key anew under the ring's active key, after which older keys of the ring may be destroyed. What the data
 * keys seal stays as it is.
 * @returns how many data keys were not yet under the active key
 * @throws like openStorage; KeyUnreadable (and nothing is changed) when one data key cannot be unwrapped
 */
export async function rewrap(url: string, vault: KeyVault): Promise<number> {
  const database = readDatabaseUrl(url);
  if (database.kind === "memory") return 0;
  if (database.kind === "sqlite") return rewrapSqlite(database.path, vault);
  return rewrapPostgres(database.url, vault);
}
