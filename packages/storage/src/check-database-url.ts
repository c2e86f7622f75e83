import { readDatabaseUrl } from "./database-url.ts";
import { readPostgresUrl } from "./postgres/postgres-options.ts";

// A door of its own: whoever only checks the address need not load the stores.
export { DatabaseRefused } from "./database-url.ts";

/**
 * Reads the address as `openStorage` will, and opens nothing.
 * @throws DatabaseRefused which says what to write and never repeats the address
 */
export function checkDatabaseUrl(url: string): void {
  const database = readDatabaseUrl(url);
  if (database.kind === "postgres") readPostgresUrl(database.url);
}
