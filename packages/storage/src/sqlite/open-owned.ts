import { realpathSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openConnection } from "./connection.ts";
import { takeOwnerLock } from "./owner-lock.ts";

export interface OwnedDatabase {
  readonly db: DatabaseSync;
  /** The file's one real name. */
  readonly path: string;
  /** Closes the connection and gives the ownership back. */
  close(): void;
}

/** Opens an existing SQLite file as its one owner. @throws DatabaseInUse */
export function openOwned(path: string): OwnedDatabase {
  // Two names of one file must meet at one lock.
  const realPath = realpathSync(path);
  const lock = takeOwnerLock(realPath);
  try {
    const db = openConnection(realPath);
    return {
      db,
      path: realPath,
      close() {
        db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
