import { StoreBusy } from "@warifu/rules";
import type { StoreTrouble } from "@warifu/rules";

/** SQLite's primary result codes (sqlite.org/rescode.html) that tell of the file and not of what was asked. */
const troubles: Readonly<Record<number, StoreTrouble>> = {
  3: "readOnly", // PERM
  5: "locked", // BUSY
  6: "locked", // LOCKED
  7: "overloaded", // NOMEM
  8: "readOnly", // READONLY
  10: "brokenDisk", // IOERR
  11: "damaged", // CORRUPT
  13: "full", // FULL
  14: "unreachable", // CANTOPEN
  15: "locked", // PROTOCOL
  26: "damaged", // NOTADB
};

/** What of the file's own troubles an error tells; null for any other error. */
export function troubleOf(error: unknown): StoreTrouble | null {
  const code = errorCodeOf(error);
  if (code !== undefined) return troubles[code & 0xff] ?? null;
  return isClosed(error) ? "unreachable" : null;
}

/**
 * Nothing was written, and it is nobody's mistake who asked: told as StoreBusy, so that the asker comes again in a moment.
 * Everything else stays what it is.
 */
export function asStoreBusy(error: unknown): unknown {
  const trouble = troubleOf(error);
  if (trouble === null) return error;
  return new StoreBusy("The database file cannot do it now: nothing was written.", { trouble, cause: error });
}

/** Somebody else has the file, or a table of it, for a moment. */
export function isLocked(error: unknown): boolean {
  return troubleOf(error) === "locked";
}

export function errorCodeOf(error: unknown): number | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "errcode") : undefined;
  return typeof code === "number" ? code : undefined;
}

/** Asked for while the service stops. */
function isClosed(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE" && /not open/.test(error.message)
  );
}
