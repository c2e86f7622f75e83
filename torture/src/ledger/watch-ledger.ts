import { readLedgerFrom } from "./ledger.ts";
import type { Answered } from "./ledger.ts";

/** Follows a load from outside, by what its client noted. */
export interface LedgerWatch {
  /** Answers since the last call, or since the watch began. */
  newAnswers(): readonly Answered[];
}

export function watchLedger(file: string): LedgerWatch {
  let end = readLedgerFrom(file, 0).end;
  return {
    newAnswers() {
      const read = readLedgerFrom(file, end);
      end = read.end;
      return read.entries.flatMap((entry) => (entry.note === "answered" ? [entry] : []));
    },
  };
}
