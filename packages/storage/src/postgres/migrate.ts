import type pg from "pg";
import { DatabaseRefused } from "../database-url.ts";
import { keysFor, noVault } from "../keyed-step.ts";
import type { KeyedStep, OpenVault } from "../keyed-step.ts";
import type { DataKeyRow } from "../sealing/data-keys.ts";
import { cannotOpen } from "./cannot-open.ts";
import { checkServer } from "./check-server.ts";
import { connectionConfig } from "./database.ts";
import { requireOwnSession } from "./own-session.ts";
import { sealProfiles } from "./migrations/0005-sealed-profile.ts";
import { sealStaff } from "./migrations/0007-sealed-staff.ts";
import { signDirectory } from "./migrations/0009-signed-directory.ts";
import { readPostgresUrl } from "./postgres-options.ts";
import { asSchemaState, checkSchema, createSchemaTable, migrations as ours, selectSchema } from "./schema.ts";
import type { Migration, SchemaRow } from "./schema.ts";
import { connectOnce } from "./single-connection.ts";

/** By the name of the migration that they come after. */
const keyedSteps: Readonly<Record<string, KeyedStep<pg.Client>>> = {
  "sealed-profile": sealProfiles,
  "sealed-staff": sealStaff,
  "signed-directory": signDirectory,
};

/** One program migrates at a time; another one waits and then finds nothing left to do. */
const migrationLock = "SELECT pg_advisory_lock(7161000)";
/** Longer than this a migration does not keep the nodes at work from a table: it gives up, and can be run again. */
const longestWait = "SET lock_timeout = '10s'";

/**
 * Each migration is one transaction: killed in the middle, the next run goes on where this one stopped. Nodes at work go on.
 * @param openVault asked for when rows have to be sealed or signed anew
 * @throws DatabaseRefused · SchemaMismatch when the database is too new for this program
 */
export async function migratePostgres(
  url: string,
  openVault: OpenVault = noVault,
  migrations: readonly Migration[] = ours,
): Promise<{ from: number; to: number }> {
  const options = readPostgresUrl(url);
  const config = connectionConfig(options);
  try {
    await requireOwnSession(config);
    const client = await connectOnce(config);
    try {
      return await migrateOver(client, openVault, migrations);
    } finally {
      await client.end();
    }
  } catch (error) {
    throw cannotOpen(error, options);
  }
}

async function migrateOver(
  client: pg.Client,
  openVault: OpenVault,
  migrations: readonly Migration[],
): Promise<{ from: number; to: number }> {
  await requireWritable(client);
  await client.query(migrationLock);
  await client.query(longestWait);
  await client.query(createSchemaTable);
  const before = asSchemaState((await client.query<SchemaRow>(selectSchema.text)).rows[0]);
  const from = before.version;
  checkSchema({ ...before, version: Math.max(from, migrations.length) }, migrations.length);
  const selectKeys = "SELECT version, kek_id, wrapped FROM data_key WHERE institution_id = $1";
  const insertKey = `INSERT INTO data_key (institution_id, version, kek_id, wrapped, made_at_ms) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (institution_id, version) DO NOTHING`;
  const keysOf = keysFor(openVault, {
    rowsOf: async (id) => (await client.query<DataKeyRow>(selectKeys, [id])).rows,
    add: (id, { version, kek_id: keyId, wrapped }, madeAtMs) =>
      client.query(insertKey, [id, version, keyId, wrapped, madeAtMs]),
  });
  for (const migration of migrations.slice(from)) {
    await keyedSteps[migrations[migration.version - 2]?.name ?? ""]?.(client, keysOf);
    await apply(client, migration);
  }
  return { from, to: Math.max(from, migrations.length) };
}

async function requireWritable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ encoding: string; version: string; read_only: boolean }>(
    `SELECT current_setting('server_encoding') AS encoding, current_setting('server_version_num') AS version,
       pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only`,
  );
  const [row] = rows;
  if (row === undefined) return;
  checkServer(row.encoding, Number(row.version));
  if (row.read_only) {
    throw new DatabaseRefused(
      "This PostgreSQL is a standby, or read-only: give the primary's address in WARIFU_DATABASE.",
    );
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
