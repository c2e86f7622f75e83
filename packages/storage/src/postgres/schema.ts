import { readdirSync, readFileSync } from "node:fs";
import { migrationName } from "../keyed-step.ts";
import { SchemaMismatch } from "../schema-mismatch.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import { sqlStateOf } from "./trouble.ts";

export interface Migration {
  readonly version: number;
  /** Of its file, without number and ending. */
  readonly name?: string;
  /** The schema that a program must know at least to go on beside this one. Migrations only add, so it seldom rises. */
  readonly oldestProgram: number;
  readonly sql: string;
}

/** Where a database stands. */
export interface SchemaState {
  /** 0 is an empty database. */
  readonly version: number;
  readonly oldestProgram: number;
}

const folder = new URL("./migrations/", import.meta.url);

/** The numbered files of `migrations/`, in order, with no number left out. Read once: see the SQLite store's. */
export const migrations: readonly Migration[] = readMigrations();

function readMigrations(): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10);
    if (version !== index + 1) throw new RangeError(`The migration ${name} is out of order.`);
    const sql = readFileSync(new URL(name, folder), "utf8");
    const oldestProgram = Number(/^-- oldest program: (\d+)$/m.exec(sql)?.[1] ?? Number.NaN);
    if (!(oldestProgram >= 1 && oldestProgram <= version)) {
      throw new RangeError(`The migration ${name} does not say which programs may go on beside it.`);
    }
    return { version, name: migrationName(name), oldestProgram, sql };
  });
}

/** Made by the first migration run. */
export const createSchemaTable = `CREATE TABLE IF NOT EXISTS warifu_schema (
  version integer PRIMARY KEY, oldest_program integer NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;

export const selectSchema = statement(
  `SELECT coalesce(max(version), 0)::int AS version, coalesce(max(oldest_program), 0)::int AS oldest_program
   FROM warifu_schema`,
);

export interface SchemaRow {
  readonly version: number;
  readonly oldest_program: number;
}

export function asSchemaState(row: SchemaRow | undefined): SchemaState {
  const { version = 0, oldest_program: oldestProgram = 0 }: Partial<SchemaRow> = row ?? {};
  return { version, oldestProgram };
}

async function readSchema(database: Database): Promise<SchemaState> {
  try {
    return asSchemaState((await database.read<SchemaRow>(selectSchema, []))[0]);
  } catch (error) {
    const undefinedTable = "42P01";
    if (sqlStateOf(error) === undefinedTable) return { version: 0, oldestProgram: 0 };
    throw error;
  }
}

/**
 * Whether a program that knows the first `known` migrations may work on the database: a newer schema is no hindrance as long
 * as its migrations let this program go on beside them.
 * @throws SchemaMismatch
 */
export function checkSchema({ version, oldestProgram }: SchemaState, known: number): void {
  if (oldestProgram > known) {
    throw new SchemaMismatch(
      `The database has schema ${version}, which needs a program that knows ${oldestProgram}; this one knows up to ${known}: ` +
        "it needs the newer warifu that migrated it.",
    );
  }
  if (version < known) {
    throw new SchemaMismatch(`The database has schema ${version}, this program needs ${known}: run warifu migrate.`);
  }
}

/** @throws SchemaMismatch unless this program may work on the database */
export async function requireSchema(database: Database): Promise<void> {
  checkSchema(await readSchema(database), migrations.length);
}
