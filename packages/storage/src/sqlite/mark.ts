import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** Of each institution, the newest event's cursor. */
type Cursors = Readonly<Record<string, number>>;

interface Kept {
  /** The database's name, the number of its newest opening, and of the newest write in it: `NAME.7.42`. */
  readonly id: string;
  readonly cursors: Cursors;
}

/**
 * `older`: the file has lost what it had, so an older copy was put back. `elsewhere`: it has not come here with its mark, so it is a copy,
 * older or not. null: it goes on where it was.
 */
export type CopyFound = "older" | "elsewhere";

/** To be run in the transaction that it numbers. */
export interface NumberedWrite {
  readonly id: string;
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * What the database had last, kept beside it in `DATABASE.mark`: a copy of the database does not bring it back. Each opening has a
 * number, in the database and in the mark, so that a copy from before the newest opening is noticed at once; one from within it is
 * noticed by its events and by the numbers of its other writes, all but those of the last second before a kill.
 */
export interface Mark {
  readonly found: CopyFound | null;
  /**
   * Numbers a write that events do not tell of; an act whose events do needs none. null as long as what was found is not dealt with: a
   * copy that is written on must not catch up with what it has lost.
   */
  nextWrite(): NumberedWrite | null;
  /** Numbers the write with which what was found is dealt with: from here on this file is the one that counts. */
  dealingWrite(): NumberedWrite;
  /** Costs nothing; the mark is written within a second. */
  committed(
    write: NumberedWrite | null,
    events?: readonly (readonly [institutionId: string, cursor: number, ...rest: unknown[]])[],
  ): void;
  /** Writes what is known. */
  close(): void;
}

const writtenWithinMs = 1000;

/** To be opened by the file's owner before anything is written. */
export function openMark(db: DatabaseSync, path: string): Mark {
  const file = `${path}.mark`;
  const stored = cursorsOf(db);
  const cursors = new Map(Object.entries(stored));
  const storedId = db.prepare("SELECT id FROM mark WHERE one = 1").get()?.["id"];
  const known = readId(typeof storedId === "string" ? storedId : randomUUID());
  const kept = readKept(file);
  const found = typeof storedId === "string" ? whatIsFound(kept, known, stored) : null;
  // What was found stays to be found until it is dealt with: a start that ends before is no opening.
  let isDealtWith = found === null;
  let given: Id = {
    ...known,
    opening: 1 + Math.max(known.opening, kept === null ? 0 : readId(kept.id).opening),
    write: 0,
  };
  /** Of the newest write that was committed. */
  let id = textOf(given);
  let isDirty = false;
  let timer: NodeJS.Timeout | null = null;

  const text = () => JSON.stringify({ id, cursors: Object.fromEntries(cursors) } satisfies Kept);
  const write = async (): Promise<void> => {
    isDirty = false;
    try {
      await writeFile(`${file}.new`, text(), { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch {
      // A disk that takes nothing stops the commits, too. An older mark only knows less.
      isDirty = true;
    }
    timer = null;
  };
  const later = () => {
    isDirty = true;
    timer ??= setTimeout(() => void write(), writtenWithinMs).unref();
  };
  const writeNow = () => {
    try {
      writeFileSync(`${file}.now`, text(), { mode: 0o600 });
      renameSync(`${file}.now`, file);
      isDirty = false;
    } catch {
      // As above.
    }
  };
  const numbered = (): NumberedWrite => {
    given = { ...given, write: given.write + 1 };
    return { sql: putId, values: [textOf(given)], id: textOf(given) };
  };
  if (isDealtWith) {
    // The database first: killed between the two, it is ahead of its mark, which is no older copy's way.
    db.prepare(putId).run(id);
    writeNow();
  }
  return {
    found,
    nextWrite: () => (isDealtWith ? numbered() : null),
    dealingWrite: numbered,
    committed(number, events = []) {
      for (const [institutionId, cursor] of events) {
        if (cursor > (cursors.get(institutionId) ?? 0)) cursors.set(institutionId, cursor);
      }
      if (number !== null) {
        isDealtWith = true;
        id = number.id;
      }
      if (isDealtWith) later();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      if (isDirty) writeNow();
    },
  };
}

const putId = "INSERT INTO mark (one, id) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET id = excluded.id";

interface Id {
  readonly name: string;
  readonly opening: number;
  readonly write: number;
}

/** Earlier versions knew the name alone, or no writes. */
function readId(id: string): Id {
  const [name = "", opening = "0", write = "0"] = id.split(".");
  return { name, opening: Number(opening), write: Number(write) };
}

function textOf({ name, opening, write }: Id): string {
  return [name, opening, write].join(".");
}

function whatIsFound(kept: Kept | null, known: Id, stored: Cursors): CopyFound | null {
  if (kept === null) return "elsewhere";
  const had = readId(kept.id);
  if (had.name !== known.name) return "elsewhere";
  if (had.opening > known.opening || (had.opening === known.opening && had.write > known.write)) return "older";
  const hasLost = Object.entries(kept.cursors).some(([institutionId, cursor]) => cursor > (stored[institutionId] ?? 0));
  return hasLost ? "older" : null;
}

function cursorsOf(db: DatabaseSync): Cursors {
  const newest = db.prepare("SELECT max(cursor) AS newest FROM event WHERE institution_id = ?");
  const institutions = db.prepare("SELECT institution_id FROM institution ORDER BY institution_id").all();
  // Events of the whole service lie under the empty name.
  const ids = ["", ...institutions.map((row) => String(row["institution_id"]))];
  return Object.fromEntries(ids.map((id) => [id, Number(newest.get(id)?.["newest"] ?? 0)]));
}

function readKept(file: string): Kept | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    return null;
  }
}
