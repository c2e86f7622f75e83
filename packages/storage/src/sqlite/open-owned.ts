import { realpathSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { cannotOpen } from "./cannot-open.ts";
import { openConnection } from "./connection.ts";
import { takeOwnerLock } from "./owner-lock.ts";
import { keepPrivate } from "./private-file.ts";

export interface OwnedDatabase {
  readonly db: DatabaseSync;
  /** The file's one real name. */
  readonly path: string;
  /** Others could read the file until now; from now on its owner alone can. */
  readonly wasOpenToOthers: boolean;
  /** Closes the connection and gives the ownership back. */
  close(): void;
}

/** Opens an existing SQLite file as its one owner. @throws DatabaseInUse · DatabaseRefused in a sentence */
export function openOwned(path: string): OwnedDatabase {
  // Two names of one file must meet at one lock.
  const realPath = realpathSync(path);
  const lock = takeOwnerLock(realPath);
  try {
    const wasOpenToOthers = keepPrivate(realPath);
    const db = openConnection(realPath);
    return {
      db,
      path: realPath,
      wasOpenToOthers,
      close() {
        db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw cannotOpen(error);
  }
}
