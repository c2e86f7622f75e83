import { availableParallelism } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { readDataKeys } from "./read-data-keys.ts";
import type { WrappedDataKey } from "./read-data-keys.ts";
import type { SealingKeys } from "./make-rows.ts";

/** What one filling thread does: every `stride`-th chunk from `first` on. */
export interface FillTask extends SealingKeys {
  readonly path: string;
  readonly tokens: number;
  readonly chunk: number;
  readonly first: number;
  readonly stride: number;
  readonly atMs: number;
}

const chunk = 10_000;

/**
 * Writes customers 0…tokens-1 with their tokens into a migrated SQLite file that nobody else has open. Threads seal at the same
 * time and take turns in writing; the file is not crash-safe before the end.
 */
export async function fillSqlite(path: string, ringFile: string, institutionId: string, tokens: number): Promise<void> {
  const db = new DatabaseSync(path);
  const rows = db
    .prepare("SELECT version, kek_id, wrapped FROM data_key WHERE institution_id = ?")
    .all(institutionId) as unknown as WrappedDataKey[];
  const dataKeys = await readDataKeys(ringFile, institutionId, rows);
  // Out of WAL, which would write everything twice. The threads write without any journal: a killed filler leaves rubbish.
  db.exec("PRAGMA journal_mode = DELETE");
  const stride = Math.max(1, Math.min(availableParallelism(), Math.ceil(tokens / chunk)));
  const task = { path, tokens, chunk, stride, institutionId, dataKeys, atMs: Date.now() };
  await Promise.all(Array.from({ length: stride }, (_, first) => runWorker({ ...task, first })));
  db.exec("PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL; ANALYZE");
  db.close();
}

function runWorker(task: FillTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../fill-sqlite-worker.ts", import.meta.url), { workerData: task });
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`A filling thread ended with ${code}`))));
  });
}
