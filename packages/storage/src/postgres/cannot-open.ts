import { KeyUnreadable, StoreBusy } from "@warifu/rules";
import { DatabaseRefused } from "../database-url.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";
import { isLost, sqlStateOf, wordsOf } from "./trouble.ts";

/**
 * What an operator is told at the start: that the database cannot be reached or does not let us in, and why. Never the
 * address, which holds the password.
 */
export function cannotOpen(error: unknown): unknown {
  if (error instanceof SchemaMismatch || error instanceof DatabaseRefused || error instanceof KeyUnreadable)
    return error;
  const reason: unknown = error instanceof StoreBusy ? error.cause : error;
  if (!isLost(reason) && !/^(28|3D|42501|53|25)/.test(sqlStateOf(reason) ?? "")) return error;
  return new DatabaseRefused(`The PostgreSQL database cannot be opened: ${wordsOf(reason)}.`, { cause: reason });
}
