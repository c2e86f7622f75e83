import { existsSync } from "node:fs";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { clusterMissing, startCluster } from "./test-cluster.ts";
import type { Cluster } from "./test-cluster.ts";

const missing = clusterMissing();

describe.skipIf(missing !== null)(`a cluster for tests${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  const clusters: Cluster[] = [];
  afterEach(async () => {
    for (const cluster of clusters.splice(0)) await cluster.stop();
  });

  it("keeps what was committed through kill -9 and a restart, and is gone after stop", async () => {
    const cluster = await startCluster();
    clusters.push(cluster);
    await ask(cluster.url, "CREATE TABLE kept (n int)");
    await ask(cluster.url, "INSERT INTO kept VALUES (7)");
    await cluster.kill9();
    await expect(ask(cluster.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED|terminated|closed|ENOENT/i);
    await cluster.restart();
    expect(await ask(cluster.url, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    expect(await ask(await cluster.newDatabase(), "SELECT to_regclass('kept') AS found")).toEqual([{ found: null }]);
    await cluster.stop();
    expect(existsSync(cluster.dataFolder)).toBe(false);
  });

  it("has a synchronous standby that holds every commit and can take over", async () => {
    const cluster = await startCluster({ standby: "synchronous" });
    clusters.push(cluster);
    await ask(cluster.url, "CREATE TABLE kept (n int)");
    await ask(cluster.url, "INSERT INTO kept VALUES (7)");
    await cluster.kill9();
    await cluster.promoteStandby();
    expect(await ask(cluster.standbyUrl ?? "", "UPDATE kept SET n = 8 RETURNING n")).toEqual([{ n: 8 }]);
  });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
