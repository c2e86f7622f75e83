import { totalmem } from "node:os";
import { startCluster } from "@warifu/storage/test-cluster";
import type { Cluster } from "@warifu/storage/test-cluster";
import type pg from "pg";
import { withClient } from "./with-client.ts";

/** Of 16 MB: as many as a run writes until its latencies are measured. */
const logFiles = 192;

/**
 * What differs from PostgreSQL's own standard settings, which are made for very small machines. fsync, synchronous_commit and
 * full_page_writes stay on: every answer is on the disk.
 */
const clusterSettings = {
  // A quarter of the machine's memory, as PostgreSQL's manual says (§20.4.1).
  shared_buffers: `${Math.floor(totalmem() / 4 / 2 ** 20)}MB`,
  min_wal_size: "3GB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
} as const;

export async function startBenchCluster(): Promise<Cluster> {
  const cluster = await startCluster({ settings: clusterSettings });
  try {
    await withClient(cluster.adminUrl, async (client) => {
      await compressLog(client);
      await makeLogFiles(client);
    });
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/**
 * The first change of a page after a checkpoint writes the whole page into the log. To make it smaller pays with lz4, which takes a
 * fraction of the time of PostgreSQL's own method, and which almost every PostgreSQL is built with.
 */
async function compressLog(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ method: string }>(
    `SELECT CASE WHEN 'lz4' = ANY (enumvals) THEN 'lz4' ELSE 'pglz' END AS method
     FROM pg_settings WHERE name = 'wal_compression'`,
  );
  await client.query(`ALTER SYSTEM SET wal_compression = ${rows[0]?.method ?? "pglz"}`);
  await client.query("SELECT pg_reload_conf()");
}

/**
 * A server that has run for a while writes its log into files that it has; a new one makes each when it needs it, and every commit
 * waits for those 16 MB of zeros. So they are filled once, and a checkpoint sets them free to be used again.
 */
async function makeLogFiles(client: pg.Client): Promise<void> {
  for (let made = 0; made < logFiles; made += 1) {
    await client.query("SELECT pg_logical_emit_message(false, 'bench', 'the next file')");
    await client.query("SELECT pg_switch_wal()");
  }
  await client.query("CHECKPOINT");
}
