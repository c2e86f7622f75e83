import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createKeyRing, migrate, openKeyVault, openStorage } from "@warifu/storage";
import type { Cluster } from "@warifu/storage/test-cluster";
import { withClient } from "../postgres/with-client.ts";
import { addInstitution } from "./add-institution.ts";
import type { Database } from "./database.ts";
import { fillPostgres } from "./fill-postgres.ts";

/** Makes a database with so many tokens in the cluster; its key ring goes into `folder`. */
export async function postgresDatabase(cluster: Cluster, folder: string, tokens: number): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const keyRing = join(folder, "key-ring.json");
  await createKeyRing(keyRing);
  const url = await cluster.newDatabase();
  await migrate(url);
  const storage = await openStorage(url, await openKeyVault(keyRing), { nowMs: () => Date.now() });
  const institution = await addInstitution(storage, Date.now());
  await storage.close();
  await fillPostgres(url, keyRing, institution.institutionId, tokens);
  // What was filled lies in the files now: a checkpoint by time would write it under somebody's measurement.
  await withClient(cluster.adminUrl, (client) => client.query("CHECKPOINT"));
  return { ...institution, url, keyRing, tokens, place: join(cluster.dataFolder, "base", await oidOf(url)) };
}

/** The number under which the cluster keeps the database's files. */
async function oidOf(url: string): Promise<string> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ oid: number }>("SELECT oid::int FROM pg_database WHERE datname = current_database()"),
  );
  return String(rows[0]?.oid);
}
