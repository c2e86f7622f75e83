import type { DatabaseSync } from "node:sqlite";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { json, mac, moment } from "../tables/column.ts";
import type { RowOf } from "../tables/column.ts";
import { fromJson, toJson } from "../tables/json.ts";
import { table } from "../tables/table.ts";
import type { NumberedRow } from "./numbered-row.ts";
import { select } from "./select.ts";
import { packedList, tokenStates } from "./token-states.ts";
import type { PackedEntry, PackedState } from "./token-states.ts";

interface Kept extends PackedEntry {
  /** The journal record that holds it. */
  readonly seq: number;
}

const journalTable = table("journal", ["seq"], {
  seq: moment(),
  /** Of as many tokens as were changed by the commit. */
  entries: json<readonly PackedState[]>(),
  mac: mac(),
});

/** The one record of a commit. */
export type JournalRecord = RowOf<(typeof journalTable)["columns"]>;

/** Everything that is unsettled at one moment, on its way into the rows. */
export interface Sweep {
  /** Tokens' numbers, rising: in the order in which the rows lie in the file. */
  readonly numbers: Float64Array;
  /** Once all of it is in the rows, this record and those before it are needed no more. */
  readonly upTo: number;
}

/**
 * What the journal says that the token rows do not say yet, in memory. Nothing is in here that is not committed.
 * An entry is believed no more than a row: whoever loads the token checks the MAC over row and entry together.
 */
export class Journal {
  readonly #unsettled = new Map<number, Kept>();
  /** The newest record committed, and the newest number given out. */
  #seq = 0;
  #taken = 0;
  #firstSeq: number | null = null;

  /** Of tokens. */
  get size(): number {
    return this.#unsettled.size;
  }

  /** The first record that was in the file when it was opened, or the first one that came. */
  get firstSeq(): number {
    return this.#firstSeq ?? 1;
  }

  get newestSeq(): number {
    return this.#seq;
  }

  /** The number of the next record: given out once, whether or not its commit goes through. */
  takeSeq(): number {
    this.#taken = Math.max(this.#taken, this.#seq) + 1;
    return this.#taken;
  }

  /** Lays the newest entry over a row that was read. */
  newest(row: NumberedRow): NumberedRow {
    const kept = this.#unsettled.get(row.number);
    return kept === undefined ? row : tokenStates.over(row, kept.text);
  }

  /** Cursor of the newest event in a token's chain; undefined where its row says it. */
  newestEventOf(number: number): number | null | undefined {
    const kept = this.#unsettled.get(number);
    return kept === undefined ? undefined : tokenStates.newestEventOf(kept.text);
  }

  committed(seq: number, entries: readonly PackedEntry[]): void {
    this.#firstSeq ??= seq;
    this.#seq = Math.max(this.#seq, seq);
    for (const { number, text } of entries) this.#unsettled.set(number, { number, text, seq });
  }

  sweep(): Sweep {
    const numbers = new Float64Array(this.#unsettled.size);
    let at = 0;
    for (const number of this.#unsettled.keys()) numbers[at++] = number;
    numbers.sort();
    return { numbers, upTo: this.#seq };
  }

  /** What is unsettled of these tokens, each in its newest state. */
  entriesOf(numbers: Iterable<number>): PackedEntry[] {
    return Array.from(numbers, (number) => this.#unsettled.get(number)).filter((kept) => kept !== undefined);
  }

  /** Forgets what stands in the rows now. */
  settled(entries: readonly PackedEntry[]): void {
    for (const entry of entries) {
      if (this.#unsettled.get(entry.number) === entry) this.#unsettled.delete(entry.number);
    }
  }
}

export function writeRecord(seq: number, entries: readonly PackedEntry[], keys: InstitutionKeys): JournalRecord {
  const text = packedList(entries);
  return { seq, entries: text, mac: keys.mac(signedText(seq, text)) };
}

/** The entries of a record, or null when it is not as it was written. */
function readRecord(record: JournalRecord, keys: InstitutionKeys): readonly PackedEntry[] | null {
  if (!keys.macFits(record.mac, signedText(record.seq, record.entries))) return null;
  return fromJson(record.entries).map((packed) => ({ number: packed[0], text: toJson(packed) }));
}

/** Fills the journal from the file. Gives the records that were not as they were written: they are left out. */
export function readJournal(db: DatabaseSync, keys: InstitutionKeys, journal: Journal): readonly number[] {
  const damaged: number[] = [];
  for (const record of select(db, journalTable, (columns) => `SELECT ${columns} FROM journal ORDER BY seq`).each()) {
    const entries = readRecord(record, keys);
    if (entries === null) damaged.push(record.seq);
    journal.committed(record.seq, entries ?? []);
  }
  return damaged;
}

function signedText(seq: number, entries: string): string {
  return `journal ${seq} ${entries}`;
}
