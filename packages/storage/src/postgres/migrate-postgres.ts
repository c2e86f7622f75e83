import pg from "pg";
import { cannotOpen } from "./cannot-open.ts";
import { connectionConfig } from "./database.ts";
import { readPostgresUrl } from "./postgres-options.ts";
import { asSchemaState, checkSchema, createSchemaTable, migrations as ours, selectSchema } from "./schema.ts";
import type { Migration } from "./schema.ts";
import { NotConnected, wordsOf } from "./trouble.ts";

/** One program migrates at a time; another one waits and then finds nothing left to do. */
const migrationLock = "SELECT pg_advisory_lock(7161000)";
/** Longer than this a migration does not keep the nodes at work from a table: it gives up, and can be run again. */
const longestWait = "SET lock_timeout = '10s'";

/**
 * Each migration is one transaction: killed in the middle, the next run goes on where this one stopped. Nodes at work go on.
 * @throws DatabaseRefused · SchemaMismatch when the database is too new for this program
 */
export async function migratePostgres(
  url: string,
  migrations: readonly Migration[] = ours,
): Promise<{ from: number; to: number }> {
  const client = new pg.Client({ ...connectionConfig(readPostgresUrl(url)), pipeline: false });
  // Told by the statement that meets it.
  client.on("error", () => undefined);
  await client.connect().catch((error: unknown) => {
    throw cannotOpen(error instanceof pg.DatabaseError ? error : new NotConnected(wordsOf(error), { cause: error }));
  });
  try {
    await client.query(migrationLock);
    await client.query(longestWait);
    await client.query(createSchemaTable);
    const before = asSchemaState((await client.query(selectSchema.text)).rows[0] as object);
    const from = before.version;
    checkSchema({ ...before, version: Math.max(from, migrations.length) }, migrations.length);
    for (const migration of migrations.slice(from)) await apply(client, migration);
    return { from, to: Math.max(from, migrations.length) };
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, { version, oldestProgram, sql }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query("INSERT INTO warifu_schema (version, oldest_program) VALUES ($1, $2)", [version, oldestProgram]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
