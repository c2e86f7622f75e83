import { DatabaseSync } from "node:sqlite";
import { DatabaseRefused } from "../database-url.ts";
import { makePrivateFile } from "./private-file.ts";
import { errorCodeOf } from "./trouble.ts";

/** Another process (or another part of this one) has the SQLite file at this moment: its owner, through whom a command should go, or whoever locks it. */
export class DatabaseInUse extends Error {
  override name = "DatabaseInUse";
}

const sqliteBusy = 5;

/**
 * Makes this process the one owner of a SQLite database file until released. The lock is an exclusive transaction on a side
 * file `PATH.owner`, so the operating system gives it back when the process dies in whatever way. The file may stay.
 * @throws DatabaseInUse when somebody else is the owner
 */
export function takeOwnerLock(path: string): { release(): void } {
  const sidePath = `${path}.owner`;
  // Whoever may read it may lock it, and so keep the service from starting.
  const side = openSide(sidePath);
  try {
    // Nothing is ever written to the side file, so it needs no journal file beside it.
    side.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    side.close();
    if (errorCodeOf(error) !== sqliteBusy) throw error;
    throw new DatabaseInUse(`The database ${path} is in use by another process.`, { cause: error });
  }
  return { release: () => side.close() };
}

function openSide(sidePath: string): DatabaseSync {
  try {
    makePrivateFile(sidePath);
    return new DatabaseSync(sidePath, { timeout: 0 });
  } catch (error) {
    throw new DatabaseRefused("The folder of the database file must be one that this user may write.", {
      cause: error,
    });
  }
}
