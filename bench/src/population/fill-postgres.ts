import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type pg from "pg";
import { postgresTool } from "../postgres/postgres-tool.ts";
import { withClient } from "../postgres/with-client.ts";
import type { SealingKeys } from "./make-rows.ts";
import { readDataKeys } from "./read-data-keys.ts";
import type { WrappedDataKey } from "./read-data-keys.ts";

/** What one filling thread does: every `stride`-th chunk from `first` on, through a psql for each table. */
export interface FillPostgresTask extends SealingKeys {
  readonly psql: string;
  readonly url: string;
  readonly columns: Readonly<Record<"customer" | "token", readonly string[]>>;
  readonly tokens: number;
  readonly chunk: number;
  readonly first: number;
  readonly stride: number;
  readonly atMs: number;
}

const chunk = 5_000;

/** Writes customers 0…tokens-1 with their tokens into a migrated database, by COPY. */
export async function fillPostgres(
  url: string,
  ringFile: string,
  institutionId: string,
  tokens: number,
): Promise<void> {
  await withClient(url, async (client) => {
    const keys = "SELECT version, kek_id, wrapped FROM data_key WHERE institution_id = $1";
    const { rows } = await client.query<WrappedDataKey>(keys, [institutionId]);
    const dataKeys = await readDataKeys(ringFile, institutionId, rows);
    const columns = { customer: await columnsOf(client, "customer"), token: await columnsOf(client, "token") };
    const stride = Math.max(1, Math.min(availableParallelism(), Math.ceil(tokens / chunk)));
    const psql = postgresTool("psql");
    const task = { psql, url, columns, tokens, chunk, stride, institutionId, dataKeys, atMs: Date.now() };
    await Promise.all(Array.from({ length: stride }, (_, first) => runWorker({ ...task, first })));
    // Freshly copied rows would be cleaned up under the first measurement.
    await client.query("VACUUM (FREEZE, ANALYZE) customer");
    await client.query("VACUUM (FREEZE, ANALYZE) token");
  });
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const names =
    "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND table_schema = current_schema()";
  const { rows } = await client.query<{ name: string }>(names, [table]);
  return rows.map(({ name }) => name);
}

function runWorker(task: FillPostgresTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../fill-postgres-worker.ts", import.meta.url), { workerData: task });
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`A filling thread ended with ${code}`))));
  });
}
