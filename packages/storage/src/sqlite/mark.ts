import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";

/** Of each institution, the newest event's cursor. */
type Cursors = Readonly<Record<string, number>>;

interface Kept {
  /** The database's name and the number of its newest opening: `NAME.7`. */
  readonly id: string;
  readonly cursors: Cursors;
}

/**
 * `older`: the file has lost what it had, so an older copy was put back. `elsewhere`: it has not come here with its mark, so it is a copy,
 * older or not. null: it goes on where it was.
 */
export type CopyFound = "older" | "elsewhere";

/**
 * What the database had last, kept beside it in `DATABASE.mark`: a copy of the database does not bring it back. Each opening has a
 * number, in the database and in the mark, so that a copy from before the newest opening is noticed at once; one from within it is
 * noticed by its events, all but those of the last second before a kill.
 */
export interface Mark {
  readonly found: CopyFound | null;
  /** Committed: the cursors of events by institution. Costs nothing; the mark is written within a second. */
  committed(events: readonly (readonly [institutionId: string, cursor: number, ...rest: unknown[]])[]): void;
  /** Writes what is known. */
  close(): void;
}

const writtenWithinMs = 1000;

/** To be opened by the file's owner before anything is committed. */
export function openMark(db: DatabaseSync, path: string): Mark {
  const file = `${path}.mark`;
  const stored = cursorsOf(db);
  const cursors = new Map(Object.entries(stored));
  const known = db.prepare("SELECT id FROM mark WHERE one = 1").get()?.["id"];
  const name = typeof known === "string" ? known : randomUUID();
  const found = typeof known === "string" ? whatIsFound(readKept(file), name, stored) : null;
  // What was found stays to be found until the fence is up, which is the first commit: a start that ends before is no opening.
  const id = found === null ? nextOpening(name) : name;
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
  if (found === null) {
    // The database first: killed between the two, it is ahead of its mark, which is no older copy's way.
    db.prepare("INSERT INTO mark (one, id) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET id = excluded.id").run(id);
    writeNow();
  }
  return {
    found,
    committed(events) {
      for (const [institutionId, cursor] of events) {
        if (cursor > (cursors.get(institutionId) ?? 0)) cursors.set(institutionId, cursor);
      }
      later();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      if (isDirty) writeNow();
    },
  };
}

function nextOpening(id: string): string {
  const { name, opening } = readId(id);
  return `${name}.${opening + 1}`;
}

function readId(id: string): { readonly name: string; readonly opening: number } {
  const [name = "", opening = "0"] = id.split(".");
  return { name, opening: Number(opening) };
}

function whatIsFound(kept: Kept | null, known: string, stored: Cursors): CopyFound | null {
  if (kept === null || readId(kept.id).name !== readId(known).name) return "elsewhere";
  if (readId(kept.id).opening > readId(known).opening) return "older";
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
