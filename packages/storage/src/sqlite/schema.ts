import { readdirSync, readFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { migrationName } from "../keyed-step.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";

export interface Migration {
  readonly version: number;
  /** Of its file, without number and ending. */
  readonly name: string;
  readonly sql: string;
}

const folder = new URL("./migrations/", import.meta.url);

/** "Wari": tells our files from other programs' SQLite files. */
const applicationId = 0x57617269;

/**
 * The numbered files of `migrations/`, in order, with no number left out. Read once: a newer program put in place beside a
 * running one must not make that one find its own database too old.
 */
export const migrations: readonly Migration[] = readMigrations();

function readMigrations(): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10);
    if (version !== index + 1) throw new RangeError(`The migration ${name} is out of order.`);
    return { version, name: migrationName(name), sql: readFileSync(new URL(name, folder), "utf8") };
  });
}

/** @throws SchemaMismatch when the file is another program's or of a newer version of this one */
export function schemaVersion(db: DatabaseSync, newest: number): number {
  const version = pragma(db, "user_version");
  const isEmpty = version === 0 && db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
  if (!isEmpty && pragma(db, "application_id") !== applicationId) {
    throw new SchemaMismatch("The database file belongs to another program.");
  }
  if (version > newest) {
    throw new SchemaMismatch(
      `The database has schema ${version}, this program knows up to ${newest}: it needs the newer warifu that migrated it.`,
    );
  }
  return version;
}

/** @throws SchemaMismatch unless the database has exactly this program's schema */
export function requireCurrentSchema(db: DatabaseSync): void {
  const newest = migrations.length;
  const version = schemaVersion(db, newest);
  if (version < newest) {
    throw new SchemaMismatch(`The database has schema ${version}, this program needs ${newest}: run warifu migrate.`);
  }
}

/** To be called in the migration's own transaction. */
export function noteSchemaVersion(db: DatabaseSync, version: number): void {
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`);
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
