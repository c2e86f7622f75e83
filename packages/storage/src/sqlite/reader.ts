import type { DatabaseSync } from "node:sqlite";
import { StoreBusy } from "@warifu/rules";
import { askThread, startThread } from "./asked-thread.ts";
import { toJson } from "../tables/json.ts";
import type { Json } from "../tables/json.ts";
import { lookUpIn, unpackFound } from "./look-up.ts";
import type { Found, PackedFound, Wanted } from "./look-up.ts";

/** Looks up what acts are about to be decided on. */
export interface Reader {
  lookUp(wanted: Wanted): Promise<Found>;
  /** Whether it can read at all. */
  isOpen(): boolean;
  close(): Promise<void>;
}

/** Reads in a thread of its own with its own connection: a row that comes from the disk never keeps the event loop waiting. */
export function threadReader(path: string): Reader {
  const thread = askThread<Json<Wanted>, Json<PackedFound>>(
    startThread(new URL("./reader-thread.ts", import.meta.url), path),
    (cause) => new StoreBusy("The reading thread ended: nothing was decided.", { cause }),
  );
  return {
    lookUp: async (wanted) => unpackFound(await thread.ask(toJson(wanted)), wanted),
    isOpen: thread.isOpen,
    close: thread.close,
  };
}

/** Reads on the given connection and in this thread: for tests. */
export function localReader(db: DatabaseSync): Reader {
  const lookUp = lookUpIn(db);
  return {
    lookUp: async (wanted) => unpackFound(lookUp(toJson(wanted)), wanted),
    isOpen: () => db.isOpen,
    close: async () => undefined,
  };
}
