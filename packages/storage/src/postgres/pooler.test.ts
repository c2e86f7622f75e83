import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withHanako } from "../contract/open-fresh.ts";
import { hanako } from "../contract/samples.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { migratePostgres } from "./migrate.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";
import { poolerMissing, startPooler } from "./test-pooler.ts";
import type { Pooler } from "./test-pooler.ts";

const missing = clusterMissing() ?? poolerMissing();
const nowMs = () => Date.now();

describe.skipIf(missing !== null)(`behind pgbouncer${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  let fresh: FreshPostgres;
  const poolers: Pooler[] = [];
  const through = async (url: string, mode: Parameters<typeof startPooler>[1]) => {
    const pooler = await startPooler(url, mode);
    poolers.push(pooler);
    return pooler.url;
  };
  beforeAll(async () => {
    fresh = await freshPostgres();
  });
  afterAll(async () => {
    await Promise.all(poolers.map((pooler) => pooler.stop()));
    await fresh.stop();
  });

  it("in session mode migrates and serves, one process after the other, with the session's settings in force", async () => {
    const url = await through(await fresh.cluster.newDatabase(), "session");
    expect((await migratePostgres(url)).from).toBe(0);
    for (const begun of [false, true]) {
      const storage = await openPostgresStorage(`${url}?statement_timeout=400`, fresh.vault, { nowMs });
      if (!begun) await withHanako(storage);
      expect((await storage.look(hanako)).tokens).toHaveLength(1);
      expect(await storage.ready()).toBe("ready");
      await storage.close();
    }
  });

  it("in transaction and statement mode is refused at the start, in a sentence that says what to use", async () => {
    const url = await fresh.migrated();
    for (const mode of ["transaction", "statement"] as const) {
      const pooled = await through(url, mode);
      await expect(migratePostgres(pooled)).rejects.toThrow(/shares connections.*pool_mode = session/s);
      await expect(openPostgresStorage(pooled, fresh.vault, { nowMs })).rejects.toThrow(/pool_mode = session/);
    }
  });
});
