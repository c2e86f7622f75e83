import type { DatabaseSync } from "node:sqlite";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { NumberedRow, TokenState } from "./numbered-row.ts";

/**
 * A token's state as it is written. One text takes a fraction of the object's memory, and travels faster to the committing
 * thread: a MAC in bytes would take the whole pool along that Node cut it from.
 */
export interface PackedEntry {
  /** Whose state: the token's number. */
  readonly number: number;
  /** JSON: an array in the order of `packedColumns`. */
  readonly text: string;
}

interface Kept extends PackedEntry {
  /** The journal record that holds it. */
  readonly seq: number;
}

/** The one record of a commit: as many entries as tokens were changed by it. */
export interface JournalRecord {
  readonly seq: number;
  /** JSON array of packed entries. */
  readonly entries: string;
  readonly mac: Uint8Array;
}

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
    const state = this.stateOf(row.number);
    return state === undefined ? row : { ...row, ...state };
  }

  /** The newest state of a token; undefined where its row says it. */
  stateOf(number: number): TokenState | undefined {
    const kept = this.#unsettled.get(number);
    return kept === undefined ? undefined : unpacked(JSON.parse(kept.text) as Packed);
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
  return unpackList(record.entries).map(packEntry);
}

/** Fills the journal from the file. Gives the records that were not as they were written: they are left out. */
export function readJournal(db: DatabaseSync, keys: InstitutionKeys, journal: Journal): readonly number[] {
  const damaged: number[] = [];
  for (const row of db.prepare("SELECT seq, entries, mac FROM journal ORDER BY seq").iterate()) {
    const record = row as unknown as JournalRecord;
    const entries = readRecord(record, keys);
    if (entries === null) damaged.push(record.seq);
    journal.committed(record.seq, entries ?? []);
  }
  return damaged;
}

/** Of `token_state`, in the order in which an entry packs them. */
export const packedColumns = [
  "number",
  "last_step",
  "drift_steps",
  "wrong_in_a_row",
  "pauses_in_a_row",
  "wrong_since_confirm",
  "replays_in_a_row",
  "paused_until_ms",
  "locked_at_ms",
  "newest_event",
  "mac",
] as const satisfies readonly (keyof TokenState)[];

type Maybe = number | null;
type Packed = [number, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, string];

export function packEntry(state: TokenState): PackedEntry {
  const packed: Packed = [
    state.number,
    state.last_step,
    state.drift_steps,
    state.wrong_in_a_row,
    state.pauses_in_a_row,
    state.wrong_since_confirm,
    state.replays_in_a_row,
    state.paused_until_ms,
    state.locked_at_ms,
    state.newest_event,
    Buffer.from(state.mac).toString("base64"),
  ];
  return { number: state.number, text: JSON.stringify(packed) };
}

/** JSON array of packed entries. */
export function packedList(entries: readonly PackedEntry[]): string {
  return `[${entries.map(({ text }) => text).join(",")}]`;
}

export function unpackList(list: string): readonly TokenState[] {
  return (JSON.parse(list) as Packed[]).map(unpacked);
}

/** Of each packed entry the values in the order of `packedColumns`, as they are written into its row. */
export function valuesOf(list: string): readonly (number | null | Uint8Array)[][] {
  return (JSON.parse(list) as Packed[]).map(([...values]) => {
    const mac = values.pop() as string;
    return [...(values as Maybe[]), Buffer.from(mac, "base64")];
  });
}

function unpacked([number, lastStep, drift, wrong, pauses, wrongSince, replays, ...rest]: Packed): TokenState {
  const [pausedUntilMs, lockedAtMs, newestEvent, mac] = rest;
  return {
    number,
    last_step: Number(lastStep),
    drift_steps: Number(drift),
    wrong_in_a_row: Number(wrong),
    pauses_in_a_row: Number(pauses),
    wrong_since_confirm: Number(wrongSince),
    replays_in_a_row: Number(replays),
    paused_until_ms: pausedUntilMs,
    locked_at_ms: lockedAtMs,
    newest_event: newestEvent,
    mac: Buffer.from(mac, "base64"),
  };
}

function signedText(seq: number, entries: string): string {
  return `journal ${seq} ${entries}`;
}
