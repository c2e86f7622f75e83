import type { Storage } from "@warifu/rules";
import { DatabaseRefused } from "../database-url.ts";
import type { ActObserver } from "../deciding/gather-acts.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { cannotOpen } from "./cannot-open.ts";
import { postgresActs } from "./acts.ts";
import { postgresApprovals } from "./approvals.ts";
import { postgresDataKeys } from "./data-keys.ts";
import { checkServer } from "./check-server.ts";
import { connectionConfig, openDatabase } from "./database.ts";
import type { Database } from "./database.ts";
import { postgresDirectory } from "./directory.ts";
import { postgresEvents } from "./events.ts";
import { postgresOutbox } from "./outbox.ts";
import { requireOwnSession } from "./own-session.ts";
import { readPostgresUrl } from "./postgres-options.ts";
import type { PostgresOptions } from "./postgres-options.ts";
import { readiness } from "./ready.ts";
import { postgresRecords } from "./records.ts";
import { requireSchema } from "./schema.ts";
import { postgresSearch } from "./search.ts";
import { postgresSecrets } from "./secrets.ts";
import { statement } from "./statement.ts";
import { asStoreBusy } from "./trouble.ts";
import { watchTrouble } from "../watch-trouble.ts";
import { wholeService } from "../sealing/data-keys.ts";

export interface PostgresStorageOptions {
  readonly nowMs: () => number;
  /** Told what gathers and what is committed. */
  readonly observer?: ActObserver | undefined;
  /** For tests with a stopped clock: what counts as the database's clock. No configuration leads here. */
  readonly databaseClock?: "database" | "node";
}

/**
 * Opens a migrated database. Any number of nodes may have it open: nothing about a customer is kept between requests.
 * @throws DatabaseRefused when it cannot be reached or does not let us in · SchemaMismatch · KeyUnreadable
 */
export async function openPostgresStorage(
  url: string,
  vault: KeyVault,
  options: PostgresStorageOptions,
): Promise<Storage> {
  const postgres = readPostgresUrl(url);
  const database = openDatabase(postgres);
  try {
    await requireOwnSession(connectionConfig(postgres));
    await requireFit(database);
    await requireSchema(database);
    return await composePostgresStorage(database, postgres, vault, options);
  } catch (error) {
    await database.close();
    throw cannotOpen(error, postgres);
  }
}

const fitness = statement(
  `SELECT current_setting('synchronous_commit') AS synchronous_commit, current_setting('server_encoding') AS encoding,
     current_setting('server_version_num')::int AS version`,
);

/**
 * @throws DatabaseRefused when commits are told before they are on the disk (a crash would forget codes that were accepted), when
 * Japanese cannot be stored, or when the server is too old
 */
async function requireFit(database: Database): Promise<void> {
  const [row] = await database.read<{ synchronous_commit: string; encoding: string; version: number }>(fitness, []);
  if (row?.synchronous_commit === "off") {
    throw new DatabaseRefused(
      "The PostgreSQL database has synchronous_commit = off: a crash would forget accepted codes. Set it to on.",
    );
  }
  if (row !== undefined) checkServer(row.encoding, row.version);
}

async function composePostgresStorage(
  database: Database,
  { batches, queue }: PostgresOptions,
  vault: KeyVault,
  { nowMs, observer, databaseClock = "database" }: PostgresStorageOptions,
): Promise<Storage> {
  const keysOf = postgresDataKeys(database, vault, nowMs);
  // Opened now, so that a key ring that is not this database's shows at start and not at the first customer.
  const serviceKeys = await keysOf(wholeService);
  const isStopped = databaseClock === "node";
  const { settled, ...acts } = postgresActs({
    database,
    keysOf,
    nowMs,
    databaseMs: isStopped ? nowMs : ({ databaseMs }) => databaseMs,
    batches,
    queue,
    observer,
  });
  const storage: Storage = {
    ...acts,
    ...postgresDirectory(database, keysOf),
    ...postgresRecords(database, serviceKeys),
    ...postgresApprovals(database, keysOf),
    ...postgresOutbox(database, keysOf),
    ...postgresEvents(database),
    ...postgresSearch(database, keysOf),
    ...postgresSecrets(database, serviceKeys),
    ready: () => readiness(database, isStopped ? null : nowMs),
    async close() {
      await settled();
      await database.close();
    },
  };
  return watchTrouble(storage, asStoreBusy);
}
