import type { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { OutcomeUnknown } from "@warifu/rules";
import { batchCommitter } from "./commit-batch.ts";
import type { Batch, Committed } from "./commit-batch.ts";

/** Commits batches of acts, one after the other. */
export interface Writer {
  /** @throws what the commit met: nothing is written then; OutcomeUnknown when it broke off */
  commit(batch: Batch): Promise<Committed>;
  /** Whether it can commit at all. */
  isOpen(): boolean;
  close(): Promise<void>;
}

/** What the thread answers. An error's class does not travel, so the one that matters is named. */
export type WriterAnswer =
  | { readonly committed: Committed }
  | {
      readonly error: {
        readonly message: string;
        readonly errcode: number | undefined;
        readonly isUnknown: boolean;
        readonly cause: string;
      };
    };

/**
 * Commits in a thread of its own with its own connection: the disk never keeps the event loop waiting. Another thread copies
 * what was committed from the log into the file, so that no commit waits for that either.
 */
export function threadWriter(path: string): Writer {
  const thread = startThread(new URL("./writer-thread.ts", import.meta.url), path);
  const checkpoints = startThread(new URL("./checkpoint-thread.ts", import.meta.url), path);
  // Without it the commits copy the log themselves, in longer pieces.
  checkpoints.on("error", () => undefined);
  /** In the order in which the thread answers them. */
  const waiting: { resolve(committed: Committed): void; reject(error: unknown): void }[] = [];
  let ended: Error | null = null;
  const end = (error: Error) => {
    ended ??= error;
    // A commit may have gone through: the thread is gone, so nobody can say.
    for (const call of waiting.splice(0)) {
      call.reject(new OutcomeUnknown("The committing thread ended.", { cause: error }));
    }
  };
  thread.on("message", (answer: WriterAnswer) => {
    const call = waiting.shift();
    if (waiting.length === 0) thread.unref();
    if ("committed" in answer) call?.resolve(answer.committed);
    else call?.reject(errorOf(answer.error));
  });
  thread.on("error", end);
  thread.on("exit", () => end(new Error("The database is not open.")));
  return {
    commit: (batch) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        waiting.push({ resolve, reject });
        // Whoever waits for an answer keeps the program alive, an idle thread does not.
        thread.ref();
        thread.postMessage(withOwnBytes(batch));
      }),
    isOpen: () => ended === null,
    async close() {
      ended ??= new Error("The database is not open.");
      await Promise.all([closeThread(thread), closeThread(checkpoints)]);
    },
  };
}

function startThread(file: URL, path: string): Worker {
  // Options of the program (a test's -e …) are not the thread's.
  const thread = new Worker(file, { workerData: { path }, execArgv: [] });
  thread.unref();
  return thread;
}

async function closeThread(thread: Worker): Promise<void> {
  const idOfEnded = -1;
  if (thread.threadId === idOfEnded) return;
  thread.postMessage("close");
  await new Promise((resolve) => {
    thread.once("exit", resolve);
    thread.ref();
  });
}

/** Commits on the given connection and in this thread: for tests that make this connection fail. */
export function localWriter(db: DatabaseSync): Writer {
  const commit = batchCommitter(db);
  return { commit: async (batch) => commit(batch), isOpen: () => db.isOpen, close: async () => undefined };
}

/** What is posted takes all the memory along that its bytes lie in: a small Buffer would take the whole pool of small Buffers. */
function withOwnBytes(batch: Batch): Batch {
  const writes = batch.writes.map((write) => ({ ...write, values: write.values.map(own) }));
  const journal = batch.journal === null ? null : { ...batch.journal, mac: own(batch.journal.mac) };
  return { ...batch, writes, journal };
}

function own<Value>(value: Value): Value {
  return value instanceof Uint8Array ? (new Uint8Array(value) as Value & Uint8Array) : value;
}

function errorOf({ message, errcode, isUnknown, cause }: Extract<WriterAnswer, { error: unknown }>["error"]): Error {
  if (isUnknown) return new OutcomeUnknown(message, { cause: new Error(cause) });
  return Object.assign(new Error(message), { errcode });
}
