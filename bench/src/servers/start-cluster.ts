import { startCluster } from "@warifu/storage/test-cluster";
import type { Cluster } from "@warifu/storage/test-cluster";
import pg from "pg";

/** Of 16 MB: as many as a run writes until its latencies are measured. */
const logFiles = 192;

/**
 * What differs from PostgreSQL's own standard settings, which are made for very small machines. fsync, synchronous_commit and
 * full_page_writes stay on: every answer is on the disk.
 */
const clusterSettings = {
  shared_buffers: "2GB",
  min_wal_size: "3GB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
} as const;

export async function startBenchCluster(): Promise<Cluster> {
  const cluster = await startCluster({ settings: clusterSettings });
  try {
    await makeLogFiles(cluster.adminUrl);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/**
 * A server that has run for a while writes its log into files that it has; a new one makes each when it needs it, and every commit
 * waits for those 16 MB of zeros. So they are filled once, and a checkpoint sets them free to be used again.
 */
async function makeLogFiles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let made = 0; made < logFiles; made += 1) {
      await client.query("SELECT pg_logical_emit_message(false, 'bench', 'the next file')");
      await client.query("SELECT pg_switch_wal()");
    }
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}
