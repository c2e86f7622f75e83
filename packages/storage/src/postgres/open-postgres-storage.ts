import { DatabaseRefused } from "../database-url.ts";

/**
 * The place of the PostgreSQL store. It will stand beside `sqlite/` with the same files: migrations/*.sql, one module per port,
 * row shapes and sealing from `sealing/`, and it must pass `contract/describe-storage.ts` unchanged.
 * @throws DatabaseRefused always, until it is there
 */
export function openPostgresStorage(): never {
  throw new DatabaseRefused("PostgreSQL is not supported by this version yet: use sqlite:PATH.");
}
