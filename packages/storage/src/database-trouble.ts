import { readDatabaseUrl } from "./database-url.ts";
import { cannotOpen } from "./postgres/cannot-open.ts";
import { readPostgresUrl } from "./postgres/postgres-options.ts";

/**
 * What an operator is told about an error that came while something was done with this database: a DatabaseRefused with what to do, where
 * the error is one that the database or the way to it told; else the error itself.
 */
export function databaseTrouble(url: string, error: unknown): unknown {
  const database = readDatabaseUrl(url);
  return database.kind === "postgres" ? cannotOpen(error, readPostgresUrl(database.url)) : error;
}
