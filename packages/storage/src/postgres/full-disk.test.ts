import { chownSync, statSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Readiness, Storage, StoreBusy } from "@warifu/rules";
import { everyWrite, prepareForWrites } from "../contract/every-write.ts";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, sampleToken, startMs, step } from "../contract/samples.ts";
import { makeSmallDisk } from "../sqlite/small-disk.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const disk = clusterMissing() === null ? makeSmallDisk() : null;

describe.skipIf(disk === null)("PostgreSQL in trouble (needs PostgreSQL and the right to mount)", () => {
  let fresh: FreshPostgres;
  let admin: pg.Client;
  beforeAll(async () => {
    fresh = await freshPostgres();
    const maintenance = new URL(fresh.cluster.adminUrl);
    maintenance.pathname = "/postgres";
    admin = new pg.Client({ connectionString: maintenance.href });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await fresh.stop();
    disk?.remove();
  });
  const opened = async () => {
    const url = await fresh.migrated();
    return {
      name: new URL(url).pathname.slice(1),
      storage: await openPostgresStorage(url, fresh.vault, { nowMs: () => startMs, databaseClock: "node" }),
    };
  };

  it("a full disk is told on every path that needs room, and the store is not ready until there is some again", async () => {
    const { uid, gid } = statSync(fresh.cluster.dataFolder);
    chownSync(disk?.folder ?? "", uid, gid);
    const { name, storage } = await opened();
    await storage.close();
    await admin.query(`CREATE TABLESPACE small LOCATION '${disk?.folder ?? ""}'`);
    await admin.query(`ALTER DATABASE ${name} SET TABLESPACE small`);
    const url = new URL(fresh.cluster.url);
    url.pathname = `/${name}`;
    const small = await openPostgresStorage(url.href, fresh.vault, { nowMs: () => startMs, databaseClock: "node" });
    const accept = (at: number) =>
      actOn(small, hanako, () =>
        decided("accepted", { changes: { customer: sampleCustomer(), tokens: [sampleToken({ lastStep: step(at) })] } }),
      );
    await accept(5);
    disk?.fill();
    const untilRefused = async () => {
      for (;;) await small.record(sampleEvent({ detail: { text: "x".repeat(4000) } }));
    };
    await expect(untilRefused()).rejects.toMatchObject({ name: "StoreBusy", trouble: "full" });
    expect(await small.ready()).toBe("readOnly");
    disk?.free();
    expect(await small.ready()).toBe("ready");
    expect(await accept(9)).toBe("accepted");
    await small.close();
    await admin.query(`DROP DATABASE ${name}`);
    await admin.query("DROP TABLESPACE small");
  });

  it("a database that was made read-only, and one that lets nobody in, are told too", async () => {
    const { name, storage } = await opened();
    await prepareForWrites(storage);
    await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
    await until(storage, "readOnly");
    for (const [what, ask] of Object.entries(everyWrite)) {
      const told = await ask(storage).catch(({ name: kind, trouble }: StoreBusy) => ({ kind, trouble }));
      expect([what, told]).toEqual([what, { kind: "StoreBusy", trouble: "readOnly" }]);
    }
    await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
    await until(storage, "unreachable");
    await expect(storage.record(sampleEvent())).rejects.toMatchObject({ name: "StoreBusy", trouble: "unreachable" });
    await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    expect(await storage.ready()).toBe("ready");
    await storage.record(sampleEvent());
    await storage.close();
  });
});

/** What is sent on a connection that is just dying is unknown, and rightly so: here the store is to have noticed its end. */
async function until(storage: Storage, readiness: Readiness): Promise<void> {
  while ((await storage.ready()) !== readiness);
}
