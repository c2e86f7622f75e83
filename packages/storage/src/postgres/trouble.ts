import { StoreBusy } from "@warifu/rules";
import type { StoreTrouble } from "@warifu/rules";
import pg from "pg";

/** The SQLSTATE of an error that the server itself told (PostgreSQL manual, appendix A); undefined for any other. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Serialization failure, deadlock, lock not available in time: the transaction was undone and may simply be tried again. */
export function isCollision(error: unknown): boolean {
  return ["40001", "40P01", "55P03"].includes(sqlStateOf(error) ?? "");
}

/** No connection could be made: nothing was asked for. */
export class NotConnected extends Error {
  override name = "NotConnected";
}

/** The connection ended, could not be made or did not answer in time; or the server shuts down or starts up. */
export function isLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P0)/.test(error.code ?? "");
  if (error instanceof NotConnected) return true;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return true;
  return error instanceof Error && /connection|timeout|terminat|not queryable/i.test(error.message);
}

/** A constraint or one of our triggers refused a row: somebody's own trouble and nobody else's. */
export function isRefusedRow(error: unknown): boolean {
  return /^(22|23|P0)/.test(sqlStateOf(error) ?? "");
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlStateOf(error) === "23505";
}

/**
 * Nothing was written, and it is nobody's mistake who asked: told as StoreBusy, so that the asker comes again in a moment.
 * Everything else stays what it is.
 */
export function asStoreBusy(error: unknown): unknown {
  const trouble = troubleOf(error);
  if (trouble === null) return error;
  return new StoreBusy("The database cannot do it now: nothing was written.", { trouble, cause: error });
}

/** The classes of SQLSTATE that tell of the database and not of what was asked, the first that fits. */
const troubles: readonly (readonly [RegExp, StoreTrouble])[] = [
  [/^53100/, "full"],
  [/^25006|^55000/, "readOnly"], // a standby, or told to be
  [/^58/, "brokenDisk"],
  [/^XX00[12]/, "damaged"],
  [/^28|^3D|^533/, "unreachable"], // it does not let us in; too many connections
  [/^53|^57014/, "overloaded"], // no memory; longer than statement_timeout
];

/** What of the database's own troubles an error tells; null for any other error. */
function troubleOf(error: unknown): StoreTrouble | null {
  if (isLost(error)) return "unreachable";
  if (isCollision(error)) return "overloaded";
  const state = sqlStateOf(error) ?? "";
  return troubles.find(([states]) => states.test(state))?.[1] ?? null;
}

/** What an error says. */
export function wordsOf(reason: unknown): string {
  // Several addresses of one name were tried: each has its own error.
  if (reason instanceof AggregateError) return reason.errors.map(wordsOf).join("; ");
  return reason instanceof Error ? reason.message : "no reason was given";
}
