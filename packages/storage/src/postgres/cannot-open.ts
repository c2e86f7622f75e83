import { KeyUnreadable, StoreBusy } from "@warifu/rules";
import { DatabaseRefused } from "../database-url.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";
import { adviceFor } from "./operator-advice.ts";
import type { WhoWeAre } from "./operator-advice.ts";
import { isLost, sqlStateOf, wordsOf } from "./trouble.ts";

/**
 * What an operator is told: that the database cannot be reached, does not let us in or refused what was asked, why, and what to do.
 * Never the address, which holds the password. Surprises of our own stay what they are.
 */
export function cannotOpen(error: unknown, who: WhoWeAre): unknown {
  if (error instanceof SchemaMismatch || error instanceof DatabaseRefused || error instanceof KeyUnreadable)
    return error;
  const reason: unknown = error instanceof StoreBusy ? error.cause : error;
  const advice = adviceFor(reason, who);
  if (advice === null && !isLost(reason) && sqlStateOf(reason) === undefined) return error;
  const isAtTheDoor = isLost(reason) || /^(08|28|3D|53|57P)/.test(sqlStateOf(reason) ?? "08");
  const told = `The PostgreSQL database ${isAtTheDoor ? "cannot be opened" : "refused"}: ${wordsOf(reason)}.`;
  return new DatabaseRefused(advice === null ? told : `${told} ${advice}${/[?.]$/.test(advice) ? "" : "."}`, {
    cause: reason,
  });
}
