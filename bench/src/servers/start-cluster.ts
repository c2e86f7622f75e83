import { startCluster } from "@warifu/storage/test-cluster";
import type { Cluster } from "@warifu/storage/test-cluster";

/**
 * What differs from PostgreSQL's own standard settings, which are made for very small machines. fsync, synchronous_commit and
 * full_page_writes stay on: every answer is on the disk.
 */
export const clusterSettings = {
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
} as const;

export function startBenchCluster(): Promise<Cluster> {
  return startCluster({ settings: clusterSettings });
}
