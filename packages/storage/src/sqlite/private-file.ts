import { closeSync, existsSync, openSync } from "node:fs";

/**
 * Makes an empty file that only its owner may read, where there is none: SQLite would make it readable by all, and gives
 * its side files the permissions of the database.
 */
export function makePrivateFile(path: string): void {
  // Never opened when it is there: closing it would give back the locks that this process holds on it (POSIX).
  if (existsSync(path)) return;
  closeSync(openSync(path, "a", 0o600));
}
