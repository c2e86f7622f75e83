import type { DatabaseSync } from "node:sqlite";
import { closeThread, startThread } from "./asked-thread.ts";
import { localReader, threadReader } from "./reader.ts";
import type { Reader } from "./reader.ts";
import { localWriter, threadWriter } from "./writer.ts";
import type { Writer } from "./writer.ts";

/** Who reads and writes the file for the acts, while the event loop decides. */
export interface FileThreads {
  readonly reader: Reader;
  readonly writer: Writer;
  close(): Promise<void>;
}

/**
 * Starts a thread that reads, one that commits, and one that copies what was committed from the log into the file, so that no
 * commit waits for that either.
 */
export function startFileThreads(path: string): FileThreads {
  const reader = threadReader(path);
  const writer = threadWriter(path);
  const checkpoints = startThread(new URL("./checkpoint-thread.ts", import.meta.url), path);
  // Without it the commits copy the log themselves, in longer pieces.
  checkpoints.on("error", () => undefined);
  return {
    reader,
    writer,
    async close() {
      await Promise.all([reader.close(), writer.close(), closeThread(checkpoints)]);
    },
  };
}

/** Everything on the given connection and in this thread: for tests that make this connection fail, or open hundreds of stores. */
export function localFileThreads(db: DatabaseSync): FileThreads {
  const reader = localReader(db);
  const writer = localWriter(db);
  return { reader, writer, close: async () => undefined };
}
