import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "@warifu/storage/test-cluster";
import { machineBusyMs } from "../load/process-figures.ts";
import { postgresTool } from "../postgres/postgres-tool.ts";
import { withClient } from "../postgres/with-client.ts";
import type { Entrant } from "./entrant.ts";

export const pgbenchClients = 16;

/**
 * PostgreSQL's own benchmark doing the least a verification needs: one row found by its key and updated on one condition, a
 * commit each, on the same cluster. No event, no decision, no HTTP.
 */
export async function pgbenchEntrant(cluster: Cluster, folder: string, rows: number): Promise<Entrant> {
  const url = await cluster.newDatabase();
  await withClient(url, async (client) => {
    await client.query("CREATE TABLE t (id integer PRIMARY KEY, last_step bigint NOT NULL)");
    await client.query("INSERT INTO t SELECT n, 0 FROM generate_series(1, $1::integer) AS n", [rows]);
    await client.query("VACUUM (FREEZE, ANALYZE) t");
  });
  const script = join(folder, "pgbench.sql");
  writeFileSync(
    script,
    `\\set id random(1, ${rows})\n\\set s :base + random(1, 1000000)\n` +
      "UPDATE t SET last_step = :s WHERE id = :id AND last_step < :s;\n",
  );
  let base = 0;
  return {
    id: `pgbench/${pgbenchClients}`,
    title: "pgbench: one-row conditional update",
    connections: pgbenchClients,
    server: "pgbench",
    async measure(seconds) {
      // Higher than ever before, so that the condition holds and the row is written.
      base += 1_000_000;
      const how = ["-n", "-M", "prepared", "-c", String(pgbenchClients), "-j", "2", "-T", String(Math.ceil(seconds))];
      const before = { busyMs: machineBusyMs(), atMs: performance.now() };
      const text = await run([...how, "-f", script, "-D", `base=${base}`, url]);
      const perSecond = Number(/^tps = ([\d.]+)/m.exec(text)?.[1]);
      const counted = Number(/^number of transactions actually processed: (\d+)/m.exec(text)?.[1]);
      if (!(perSecond > 0 && counted > 0)) throw new Error(`pgbench said something else: ${text}`);
      const busyMs = machineBusyMs();
      const cpu = {
        serverMs: null,
        // With pgbench itself: it is to the database what our server is, somebody who asks.
        machineMs: busyMs === null || before.busyMs === null ? null : busyMs - before.busyMs,
        loadMs: 0,
        wholeMs: performance.now() - before.atMs,
      };
      return { counted, milliseconds: (counted / perSecond) * 1000, sent: counted, latency: null, cpu };
    },
  };
}

async function run(args: readonly string[]): Promise<string> {
  const child = spawn(postgresTool("pgbench"), args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`pgbench ended with ${code}: ${text}`);
  return text;
}
