import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyRing } from "../keys/key-ring.ts";
import { openKeyVault } from "../keys/key-vault.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { migratePostgres } from "./migrate.ts";
import { startCluster } from "./test-cluster.ts";
import type { Cluster, ClusterOptions } from "./test-cluster.ts";

/** A cluster for the tests of one file, and a key ring. */
export interface FreshPostgres {
  readonly cluster: Cluster;
  readonly vault: KeyVault;
  /** One more database with all tables in it. */
  migrated(): Promise<string>;
  stop(): Promise<void>;
}

export async function freshPostgres(options: ClusterOptions = { fast: true }): Promise<FreshPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "warifu-ring-"));
  const ringFile = join(folder, "key-ring.json");
  await createKeyRing(ringFile);
  const vault = await openKeyVault(ringFile);
  const cluster = await startCluster(options);
  await migratePostgres(cluster.url, async () => vault);
  return {
    cluster,
    vault,
    migrated: () => cluster.newDatabase(cluster.url),
    async stop() {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
