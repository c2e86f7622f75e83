import type { Storage } from "@warifu/rules";
import { clockToleranceMs } from "@warifu/rules";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer } from "../contract/samples.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { migratePostgres } from "./migrate.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { rewrapPostgres } from "./rewrap.ts";
import { migrations } from "./schema.ts";
import type { Migration } from "./schema.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const newest = migrations.length;
const nowMs = () => Date.now();
const noRing = () => Promise.reject(new Error("nothing has to be sealed"));

/** What a later program's migrations might look like. */
function later(oldestProgram: number, sql: string): readonly Migration[] {
  return [...migrations, { version: newest + 1, oldestProgram, sql }];
}

describe.skipIf(missing !== null)(`migrating PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  let started: Promise<FreshPostgres> | undefined;
  const fresh = () => (started ??= freshPostgres());
  afterAll(async () => (await started)?.stop());

  it("makes the tables, and again changes nothing", async () => {
    const { cluster } = await fresh();
    const url = await cluster.newDatabase();
    expect(await migratePostgres(url, noRing)).toEqual({ from: 0, to: newest });
    expect(await migratePostgres(url, noRing)).toEqual({ from: newest, to: newest });
  });

  it("from several nodes at once happens once", async () => {
    const { cluster } = await fresh();
    const url = await cluster.newDatabase();
    const migrated = await Promise.all([1, 2, 3, 4].map(() => migratePostgres(url, noRing)));
    expect(migrated.filter(({ from }) => from === 0)).toHaveLength(1);
  });

  it("that fails in the middle leaves the schema as it was, and can be run again", async () => {
    const { cluster, migrated } = await fresh();
    const url = await migrated();
    const broken = later(1, "CREATE TABLE half (n int); CREATE TABLE customer (n int)");
    await expect(migratePostgres(url, noRing, broken)).rejects.toThrow(/already exists/);
    expect(await migratePostgres(url, noRing, later(1, "CREATE TABLE half (n int)"))).toEqual({
      from: newest,
      to: newest + 1,
    });
    expect(cluster.url).not.toBe(url);
  });

  it("is needed before opening, and the message says so", async () => {
    const { cluster, vault } = await fresh();
    const url = await cluster.newDatabase();
    await expect(openPostgresStorage(url, vault, { nowMs })).rejects.toThrow(/run warifu migrate/);
    await expect(rewrapPostgres(url, vault)).rejects.toThrow(SchemaMismatch);
  });

  it("lets an older node go on beside a schema that only adds, and stops it where it says that it cannot", async () => {
    const { migrated, vault } = await fresh();
    const url = await migrated();
    const older = await openPostgresStorage(url, vault, { nowMs });
    await register(older);
    await migratePostgres(
      url,
      noRing,
      later(1, "ALTER TABLE customer ADD COLUMN colour text; CREATE TABLE flag (n int)"),
    );
    expect(await older.ready()).toBe("ready");
    await register(older);
    await (await openPostgresStorage(url, vault, { nowMs })).close();
    expect(await migratePostgres(url, noRing)).toEqual({ from: newest + 1, to: newest + 1 });

    const breaking = [...later(1, ""), { version: newest + 2, oldestProgram: newest + 2, sql: "DROP TABLE flag" }];
    await migratePostgres(url, noRing, breaking);
    expect(await older.ready()).toBe("otherSchema");
    await older.close();
    await expect(openPostgresStorage(url, vault, { nowMs })).rejects.toThrow(/needs the newer warifu/);
    await expect(migratePostgres(url, noRing)).rejects.toThrow(SchemaMismatch);
  });
});

describe.skipIf(missing !== null)("an open PostgreSQL store", () => {
  it("is not ready while its node's clock and the database's are more than the tolerance apart", async () => {
    const { cluster, vault, stop } = await freshPostgres();
    let aheadMs = 0;
    const storage = await openPostgresStorage(cluster.url, vault, { nowMs: () => Date.now() + aheadMs });
    const told = [];
    for (const apartMs of [0, 2 * clockToleranceMs, -2 * clockToleranceMs, 0]) {
      aheadMs = apartMs;
      told.push(await storage.ready());
    }
    expect(told).toEqual(["ready", "clockApart", "clockApart", "ready"]);
    await storage.close();
    await stop();
  });

  it("is refused over a database that tells commits before they are on the disk", async () => {
    const { cluster, vault, stop } = await freshPostgres({ fast: true, settings: { synchronous_commit: "off" } });
    await expect(openPostgresStorage(cluster.url, vault, { nowMs })).rejects.toThrow(/synchronous_commit = off/);
    await stop();
  });

  it("holds nothing secret in the clear: neither keys nor addresses nor session IDs", async () => {
    const { cluster, vault, stop } = await freshPostgres();
    const storage = await openPostgresStorage(cluster.url, vault, { nowMs });
    await storage.secret("cookie-keys", () => "very secret cookie key");
    await storage.put("session", "session-id-of-hanako", { phrase: "payload of hanako" }, nowMs() + 1000, [
      "her group",
    ]);
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    for (const table of ["secret", "record", "record_group"]) {
      const { rows } = await client.query(
        `SELECT t::text AS row, encode(t::text::bytea, 'escape') AS bytes FROM ${table} AS t`,
      );
      expect(rows).not.toEqual([]);
      const hex = (text: string) => Buffer.from(text).toString("hex");
      for (const word of ["very secret", "session-id", "payload", "her group"]) {
        expect(JSON.stringify(rows)).not.toContain(word);
        expect(JSON.stringify(rows)).not.toContain(hex(word));
      }
    }
    await client.end();
    await storage.close();
    await stop();
  });
});

async function register(storage: Storage): Promise<void> {
  await actOn(storage, hanako, () => decided(null, { changes: { customer: sampleCustomer() } }));
}
