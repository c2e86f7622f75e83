import type { Cell } from "../tables/column.ts";

/** A token as SQLite keeps it: what codes change lies in `token_state`, under a number. */
export interface NumberedRow {
  /** In the order of the token's list of columns. */
  readonly row: readonly Cell[];
  readonly number: number;
  /** Cursor of the newest event about this token; null: there is none in its chain. */
  readonly newestEvent: number | null;
}
