import { createHash } from "node:crypto";
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createKeyRing, migrate, openKeyVault, openStorage } from "@warifu/storage";
import { addInstitution } from "./add-institution.ts";
import type { AddedInstitution } from "./add-institution.ts";
import type { Database } from "./database.ts";
import { fillSqlite } from "./fill-sqlite.ts";

/** Rises when populations come out otherwise than before: kept files of older forms are left alone. */
const form = 1;

/**
 * Makes a SQLite database with so many tokens in `folder`. With a `keep` folder the filled file is kept there and copied the
 * next time, as long as the schema is still the same.
 */
export async function sqliteDatabase(folder: string, tokens: number, keep: string | null): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const empty = await emptyDatabase(join(folder, "empty"));
  if (keep === null) return fill(empty, folder, tokens);
  const kept = join(keep, `sqlite-${tokens}-${schemaMark(empty)}`);
  if (!existsSync(kept)) {
    const making = `${kept}.${process.pid}`;
    await fill(empty, making, tokens);
    renameSync(making, kept);
  }
  // With its mark: a database that comes without it is taken for an older copy.
  for (const name of [...names, "warifu.db.mark"])
    copyFileSync(join(kept, name), join(folder, name), constants.COPYFILE_FICLONE);
  rmSync(empty, { recursive: true, force: true });
  return describe(folder, tokens);
}

const names = ["warifu.db", "key-ring.json", "institution.json"];

async function emptyDatabase(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await createKeyRing(join(folder, "key-ring.json"));
  await migrate(`sqlite:${join(folder, "warifu.db")}`);
  return folder;
}

async function fill(empty: string, folder: string, tokens: number): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  for (const name of names.slice(0, 2)) renameSync(join(empty, name), join(folder, name));
  rmSync(empty, { recursive: true, force: true });
  const path = join(folder, "warifu.db");
  const keyRing = join(folder, "key-ring.json");
  const storage = await openStorage(`sqlite:${path}`, await openKeyVault(keyRing), { nowMs: () => Date.now() });
  const institution = await addInstitution(storage, Date.now());
  await storage.close();
  await fillSqlite(path, keyRing, institution.institutionId, tokens);
  writeFileSync(join(folder, "institution.json"), JSON.stringify(institution), { mode: 0o600 });
  return describe(folder, tokens);
}

function describe(folder: string, tokens: number): Database {
  const institution = JSON.parse(readFileSync(join(folder, "institution.json"), "utf8")) as AddedInstitution;
  const path = join(folder, "warifu.db");
  return { ...institution, url: `sqlite:${path}`, keyRing: join(folder, "key-ring.json"), tokens, place: path };
}

function schemaMark(empty: string): string {
  const db = new DatabaseSync(join(empty, "warifu.db"));
  const schema = db.prepare("SELECT sql FROM sqlite_schema ORDER BY name").all();
  db.close();
  return createHash("sha256")
    .update(JSON.stringify([form, schema]))
    .digest("hex")
    .slice(0, 12);
}
