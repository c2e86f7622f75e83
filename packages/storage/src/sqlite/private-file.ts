import { chmodSync, closeSync, existsSync, openSync, statSync } from "node:fs";
import { DatabaseRefused } from "../database-url.ts";

const ownerOnly = 0o600;
const others = 0o077;

/**
 * Makes an empty file that only its owner may read, where there is none: SQLite would make it readable by all, and gives
 * its side files the permissions of the database.
 */
export function makePrivateFile(path: string): void {
  // Never opened when it is there: closing it would give back the locks that this process holds on it (POSIX).
  if (existsSync(path)) return;
  closeSync(openSync(path, "a", ownerOnly));
}

/**
 * Takes a database file and its side files away from everybody but their owner: a copy put back, or a volume that was mounted
 * anew, often lets others read them.
 * @returns whether others could read or write one of them until now
 * @throws DatabaseRefused when that cannot be changed
 */
export function keepPrivate(path: string): boolean {
  // Windows has no such bits; there the folder's access list has to do it.
  if (process.platform === "win32") return false;
  const open = ["", "-wal", "-shm", ".owner"].map((end) => `${path}${end}`).filter(isOpenToOthers);
  for (const file of open) takeAway(file);
  return open.length > 0;
}

function isOpenToOthers(file: string): boolean {
  return ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & others) !== 0;
}

function takeAway(file: string): void {
  let cause: unknown;
  try {
    chmodSync(file, ownerOnly);
  } catch (error) {
    cause = error;
  }
  if (!isOpenToOthers(file)) return;
  throw new DatabaseRefused(
    "The database file can be read by others, and this user may not change that: give the file and those beside it to this user, mode 600.",
    { cause },
  );
}
