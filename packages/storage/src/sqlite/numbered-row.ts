import type { HotColumns, TokenRow } from "../sealing/token-row.ts";

/** A token as SQLite keeps it: what codes change lies in `token_state`, under a number. */
export interface NumberedRow extends TokenRow {
  readonly number: number;
  /** Cursor of the newest event about this token; null: there is none in its chain. */
  readonly newest_event: number | null;
}

/** The row of `token_state`. */
export type TokenState = HotColumns & Pick<NumberedRow, "number" | "newest_event">;
