import { parentPort, workerData } from "node:worker_threads";
import { OutcomeUnknown } from "@warifu/rules";
import { batchCommitter } from "./commit-batch.ts";
import type { Batch } from "./commit-batch.ts";
import { openConnection } from "./connection.ts";
import type { WriterAnswer } from "./writer.ts";

const db = openConnection((workerData as { path: string }).path);
const commit = batchCommitter(db);

parentPort?.on("message", (batch: Batch | "close") => {
  if (batch === "close") {
    db.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answerTo(batch));
});

function answerTo(batch: Batch): WriterAnswer {
  try {
    return { committed: commit(batch) };
  } catch (error) {
    const { message, errcode, cause } = error as Error & { errcode?: number };
    const isUnknown = error instanceof OutcomeUnknown;
    return { error: { message, errcode, isUnknown, cause: cause instanceof Error ? cause.message : "" } };
  }
}
