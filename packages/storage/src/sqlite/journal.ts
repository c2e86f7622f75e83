import type { DatabaseSync } from "node:sqlite";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { HotColumns, TokenRow } from "../sealing/token-row.ts";

/** Where a token's row lies, and the newest of what codes changed in it. */
export interface JournalEntry extends HotColumns {
  readonly institution_id: string;
  readonly customer_id: string;
  readonly ordinal: number;
}

/**
 * An entry as it is written. One text takes a fraction of the object's memory, and travels faster to the committing thread: a
 * MAC in bytes would take the whole pool along that Node cut it from.
 */
export interface PackedEntry {
  /** Which token: the name of the row. */
  readonly name: string;
  /** JSON: an array in the order of `packEntry`. */
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

/**
 * What the journal says that the token rows do not say yet, in memory, oldest first. Nothing is in here that is not committed.
 * An entry is believed no more than a row: whoever loads the token checks the MAC over row and entry together.
 */
export class Journal {
  readonly #unsettled = new Map<string, Kept>();
  /** The newest record committed, and the newest number given out. */
  #seq = 0;
  #taken = 0;

  get size(): number {
    return this.#unsettled.size;
  }

  /** The number of the next record: given out once, whether or not its commit goes through. */
  takeSeq(): number {
    this.#taken = Math.max(this.#taken, this.#seq) + 1;
    return this.#taken;
  }

  /** Lays the newest entry over a row that was read. */
  newest(row: TokenRow): TokenRow {
    if (this.#unsettled.size === 0) return row;
    const kept = this.#unsettled.get(entryName(row));
    return kept === undefined ? row : { ...row, ...unpacked(JSON.parse(kept.text) as Packed) };
  }

  committed(seq: number, entries: readonly PackedEntry[]): void {
    this.#seq = Math.max(this.#seq, seq);
    for (const { name, text } of entries) {
      // Taken out first, so that the order of the map is the order of the records.
      this.#unsettled.delete(name);
      this.#unsettled.set(name, { name, text, seq });
    }
  }

  /** The oldest entries, to be written into their rows. */
  oldest(limit: number): readonly PackedEntry[] {
    return this.#unsettled.values().take(limit).toArray();
  }

  /** Forgets what stands in the rows now. */
  settled(entries: readonly PackedEntry[]): void {
    for (const entry of entries) {
      if (this.#unsettled.get(entry.name) === entry) this.#unsettled.delete(entry.name);
    }
  }

  /** The newest record that is in the rows as a whole once `entries` are: that one and those before it are needed no more. */
  settledUpTo(entries: readonly PackedEntry[]): number {
    const settling = new Set(entries);
    for (const kept of this.#unsettled.values()) if (!settling.has(kept)) return kept.seq - 1;
    return this.#seq;
  }
}

export function writeRecord(seq: number, entries: readonly PackedEntry[], keys: InstitutionKeys): JournalRecord {
  const text = packedList(entries);
  return { seq, entries: text, mac: keys.mac(signedText(seq, text)) };
}

/** The entries of a record, or null when it is not as it was written. */
function readRecord(record: JournalRecord, keys: InstitutionKeys): readonly PackedEntry[] | null {
  if (!keys.macFits(record.mac, signedText(record.seq, record.entries))) return null;
  return unpackList(record.entries).map((entry) => packEntry(entry));
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

type Packed = [string, string, number, ...(number | null)[], string];

export function packEntry(entry: JournalEntry, name = entryName(entry)): PackedEntry {
  const packed: Packed = [
    entry.institution_id,
    entry.customer_id,
    entry.ordinal,
    entry.last_step,
    entry.drift_steps,
    entry.wrong_in_a_row,
    entry.pauses_in_a_row,
    entry.wrong_since_confirm,
    entry.replays_in_a_row,
    entry.paused_until_ms,
    entry.locked_at_ms,
    Buffer.from(entry.mac).toString("base64"),
  ];
  return { name, text: JSON.stringify(packed) };
}

/** JSON array of packed entries. */
export function packedList(entries: readonly PackedEntry[]): string {
  return `[${entries.map(({ text }) => text).join(",")}]`;
}

export function unpackList(list: string): readonly JournalEntry[] {
  return (JSON.parse(list) as Packed[]).map(unpacked);
}

function unpacked([institutionId, customerId, ordinal, ...rest]: Packed): JournalEntry {
  const [lastStep, drift, wrong, pauses, wrongSince, replays, pausedUntilMs, lockedAtMs, mac] = rest as [
    ...Eight,
    string,
  ];
  return {
    institution_id: institutionId,
    customer_id: customerId,
    ordinal,
    last_step: Number(lastStep),
    drift_steps: Number(drift),
    wrong_in_a_row: Number(wrong),
    pauses_in_a_row: Number(pauses),
    wrong_since_confirm: Number(wrongSince),
    replays_in_a_row: Number(replays),
    paused_until_ms: pausedUntilMs,
    locked_at_ms: lockedAtMs,
    mac: Buffer.from(mac, "base64"),
  };
}

type Maybe = number | null;
type Eight = [Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe];

function signedText(seq: number, entries: string): string {
  return `journal ${seq} ${entries}`;
}

/** Which token an entry is of. */
export function entryName(place: Pick<JournalEntry, "institution_id" | "customer_id" | "ordinal">): string {
  return `${place.institution_id}\n${place.customer_id}\n${place.ordinal}`;
}
