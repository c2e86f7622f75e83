import { readDatabaseUrl } from "./database-url.ts";
import { noVault } from "./keyed-step.ts";
import type { OpenVault } from "./keyed-step.ts";
import { migratePostgres } from "./postgres/migrate.ts";
import { migrateSqlite } from "./sqlite/migrate.ts";

export interface Migrated {
  /** Schema version before and after; 0 is an empty database. */
  readonly from: number;
  readonly to: number;
  /** Others could read the SQLite file until now; now its owner alone can. */
  readonly wasOpenToOthers?: true;
}

/**
 * Brings the database's schema to this program's, making the SQLite file when there is none. Again: changes nothing.
 * @param openVault opens the key ring: an older database's rows may have to be sealed. A new database needs none
 * @throws DatabaseRefused for another address, or when PostgreSQL cannot be reached · DatabaseInUse while a server owns the SQLite file ·
 * SchemaMismatch when the database is newer than this program
 */
export async function migrate(url: string, openVault: OpenVault = noVault): Promise<Migrated> {
  const database = readDatabaseUrl(url);
  if (database.kind === "memory") return { from: 0, to: 0 };
  if (database.kind === "sqlite") return migrateSqlite(database.path, openVault);
  return migratePostgres(database.url, openVault);
}
