import { existsSync } from "node:fs";
import { readDatabaseUrl } from "./database-url.ts";
import { isPostgresInUse } from "./postgres/is-in-use.ts";

/**
 * Whether the database may hold what only an existing key ring opens: a SQLite file that is there, a PostgreSQL database with a data key.
 * @throws DatabaseRefused for another address, or when PostgreSQL cannot be reached
 */
export async function isInUse(url: string): Promise<boolean> {
  const database = readDatabaseUrl(url);
  if (database.kind === "memory") return false;
  return database.kind === "sqlite" ? existsSync(database.path) : isPostgresInUse(database.url);
}
