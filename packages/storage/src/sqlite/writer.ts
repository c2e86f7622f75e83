import type { DatabaseSync } from "node:sqlite";
import { OutcomeUnknown } from "@warifu/rules";
import { askThread, startThread } from "./asked-thread.ts";
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

/** Commits in a thread of its own with its own connection: the disk never keeps the event loop waiting. */
export function threadWriter(path: string): Writer {
  const thread = askThread<Batch, Committed>(
    startThread(new URL("./writer-thread.ts", import.meta.url), path),
    // A commit may have gone through: the thread is gone, so nobody can say.
    (cause) => new OutcomeUnknown("The committing thread ended.", { cause }),
  );
  return { commit: (batch) => thread.ask(withOwnBytes(batch)), isOpen: thread.isOpen, close: thread.close };
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
