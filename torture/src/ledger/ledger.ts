import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";

/** What a request shows: a code never sent before, one sent before, or one that was never right. */
export type ShownCode = "right" | "replay" | "wrong";

/** Noted before the request leaves: whatever happens afterwards, the ledger knows that it may have been carried out. */
export interface Sent {
  readonly note: "sent";
  /** Of the request, the same in every attempt; it travels as `Idempotency-Key` and as `reference`. */
  readonly id: string;
  readonly attempt: number;
  readonly customerId: string;
  readonly shows: ShownCode;
  /** The step whose code is shown; null for a wrong code. */
  readonly step: number | null;
  readonly node: number;
  readonly atMs: number;
}

/** Noted after the whole answer has come. */
export interface Answered {
  readonly note: "answered";
  readonly id: string;
  readonly attempt: number;
  readonly status: number;
  /** null where the answer is an error. */
  readonly accepted: boolean | null;
  /** Reason of a refusal, or the code of an error. */
  readonly reason: string | null;
}

/** Noted when the connection broke or no answer came in time. */
export interface Lost {
  readonly note: "lost";
  readonly id: string;
  readonly attempt: number;
  readonly why: string;
}

export type LedgerEntry = Sent | Answered | Lost;

export function isAccepted(answer: Answered | Lost): boolean {
  return answer.note === "answered" && answer.accepted === true;
}

/** What the client side knows, in a file: each note is with the operating system before the next thing happens. */
export interface Ledger {
  note(entry: LedgerEntry): void;
  close(): void;
}

export function openLedger(file: string): Ledger {
  const descriptor = openSync(file, "a", 0o600);
  return {
    note: (entry) => void writeSync(descriptor, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(descriptor),
  };
}

/** A line that broke off (the client was ended while writing) is nothing that was noted. */
export function readLedger(file: string): readonly LedgerEntry[] {
  return readLedgerFrom(file, 0).entries;
}

/** What was noted since an earlier reading, which gave `end`. */
export function readLedgerFrom(
  file: string,
  from: number,
): { readonly entries: readonly LedgerEntry[]; readonly end: number } {
  const bytes = existsSync(file) ? readFileSync(file).subarray(from) : Buffer.alloc(0);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  return { entries: lines.map((line) => JSON.parse(line) as LedgerEntry), end: from + end };
}
