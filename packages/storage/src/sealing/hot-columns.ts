import type { Token } from "@warifu/rules";
import type { HotColumns, TokenRow } from "./token-row.ts";

/** The fields of a token that a code changes. Everything else changes rarely. */
const hotFields: ReadonlySet<string> = new Set<keyof Token>([
  "lastStep",
  "driftSteps",
  "wrongInARow",
  "pausesInARow",
  "wrongSinceConfirm",
  "replaysInARow",
  "pausedUntilMs",
  "lockedAtMs",
]);

/** Whether nothing but hot fields differs between two states of one token. */
export function differsOnlyHot(before: Token, after: Token): boolean {
  for (const field of Object.keys(after) as (keyof Token)[]) {
    if (before[field] !== after[field] && !hotFields.has(field)) return false;
  }
  return true;
}

export function hotColumnsOf(row: TokenRow): HotColumns {
  return {
    last_step: row.last_step,
    drift_steps: row.drift_steps,
    wrong_in_a_row: row.wrong_in_a_row,
    pauses_in_a_row: row.pauses_in_a_row,
    wrong_since_confirm: row.wrong_since_confirm,
    replays_in_a_row: row.replays_in_a_row,
    paused_until_ms: row.paused_until_ms,
    locked_at_ms: row.locked_at_ms,
    mac: row.mac,
  };
}
