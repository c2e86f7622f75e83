import { DatabaseSync } from "node:sqlite";
import type { Token } from "@warifu/rules";
import pg from "pg";
import { afterAll, describe, expect, expectTypeOf, it } from "vitest";
import { hanako, sampleToken, startMs, step, tokenIdOf } from "../contract/samples.ts";
import { freshPostgres } from "../postgres/fresh-database.ts";
import type { FreshPostgres } from "../postgres/fresh-database.ts";
import { tokenStatements } from "../postgres/row-shapes.ts";
import type { Statement } from "../postgres/statement.ts";
import { clusterMissing } from "../postgres/test-cluster.ts";
import { makeInstitutionKeys } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { tokenRows } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";
import { freshDatabases } from "../sqlite/fresh-database.ts";
import { tokenTextsOf } from "../sqlite/look-up.ts";
import { tokenStatesOf } from "../sqlite/token-states.ts";
import { hot, integer, since, text } from "./column.ts";
import type { Cell, HotName, RowOf } from "./column.ts";
import { fromJson, jsonText } from "./json.ts";
import { signedLines } from "./signed-lines.ts";
import { table } from "./table.ts";
import { tokenTable } from "./token-table.ts";
import type { TokenTable } from "./token-table.ts";

/** The one list, with a column that codes change and one that they do not, as the next program might have them. */
const { locked_at_ms, suspended_at_ms, replaces_token_id, sealed_mobile_email, ...others } = tokenTable.columns;
const { sealed_registration_record, sealed_key, mac, ...before } = others;
const furtherList = table("token", ["institution_id", "customer_id", "ordinal"], {
  ...before,
  locked_at_ms,
  pin_tries_left: hot(since(2, integer(), 5)),
  suspended_at_ms,
  replaces_token_id,
  device: since(2, text<"phone" | "card">(), "phone"),
  sealed_mobile_email,
  sealed_registration_record,
  sealed_key,
  mac,
});
/** Everything below is made for the list as it is, and from the one it is given. */
const further = furtherList as unknown as TokenTable;
/** The one migration. */
const onSqlite = `
  ALTER TABLE token ADD COLUMN device TEXT NOT NULL DEFAULT 'phone';
  ALTER TABLE token_state ADD COLUMN pin_tries_left INTEGER NOT NULL DEFAULT 5`;
const onPostgres =
  "ALTER TABLE token ADD COLUMN device text NOT NULL DEFAULT 'phone', ADD COLUMN pin_tries_left integer NOT NULL DEFAULT 5";

const keys = makeInstitutionKeys("ozora", new Map([[1, Buffer.alloc(32, 7)]]));
const earlier = tokenRows(tokenTable);
const next = tokenRows(further);
const old = earlier.seal(sampleToken(), hanako, 1, keys, undefined);
const migrated = { device: "phone", pin_tries_left: 5 };
type Row = readonly Cell[];
/** By the names of the columns. */
const named = ({ names }: TokenTable, row: Row): Record<string, Cell> =>
  Object.fromEntries(names.map((name, place) => [name, row[place] ?? null]));
const inOrder = ({ names }: TokenTable, of: Record<string, Cell>) => names.map((name) => of[name] ?? null);
/** A row of the further list with something else in some columns. */
const withValues = (row: Row, changed: Record<string, Cell>) =>
  inOrder(further, { ...named(further, row), ...changed });
/** The old row, as a migrated database gives it. */
const oldRow = inOrder(further, { ...named(tokenTable, old.row), ...migrated });

/** Further fields of a token or a row: the list says what they are called. */
const told = (of: object): Record<string, unknown> => ({ ...of });
const formatOf = ({ row }: LoadedToken) => next.macOf(row)[0];
const afterCode = (token: Token): Token => ({ ...token, lastStep: step(9), wrongInARow: 0 });

describe("a further signed column of the token is one line of its list:", () => {
  it("the row has it, with its type, among what codes change or not", () => {
    type Further = RowOf<(typeof furtherList)["columns"]>;
    expectTypeOf<Further["pin_tries_left"]>().toEqualTypeOf<number>();
    expectTypeOf<Further["device"]>().toEqualTypeOf<"phone" | "card">();
    expectTypeOf<
      Extract<HotName<(typeof furtherList)["columns"]>, "pin_tries_left" | "device">
    >().toEqualTypeOf<"pin_tries_left">();
    expect(further.format).toBe(2);
  });

  it("a row of the format before verifies, and has in the token what the migration put there", () => {
    const { token, signed } = next.open(oldRow, keys);
    expect(told(token)).toMatchObject({ device: "phone", pinTriesLeft: 5, lastStep: sampleToken().lastStep });
    expect(signed.format).toBe(1);
  });

  it("what it was not covered by does not let it say anything else: an old row with another value is damaged", () => {
    for (const changed of [{ device: "card" }, { pin_tries_left: 6 }]) {
      expect(() => next.open(withValues(oldRow, changed), keys)).toThrow(RowDamaged);
    }
  });

  it("the next write signs it anew, whether of the whole row or of what a code changes", () => {
    const loaded = next.open(oldRow, keys);
    const byCode = next.withHotColumns(loaded, afterCode(loaded.token), keys);
    const whole = next.seal({ ...loaded.token, suspendedAtMs: startMs }, hanako, 1, keys, loaded);
    for (const written of [byCode, whole]) {
      expect(formatOf(written)).toBe(2);
      expect(next.open(written.row, keys).token).toEqual(written.token);
      for (const changed of [{ device: "card" }, { pin_tries_left: 6 }]) {
        expect(() => next.open(withValues(written.row, changed), keys)).toThrow(RowDamaged);
      }
    }
  });

  it("a format that nobody has is damage, and so is one format's MAC under another's number", () => {
    const loaded = next.open(oldRow, keys);
    const written = next.withHotColumns(loaded, loaded.token, keys).row;
    for (const [row, format] of [
      [oldRow, 2],
      [written, 1],
      [written, 3],
      [written, 0],
    ] as const) {
      const mac = Uint8Array.from(next.macOf(row));
      mac[0] = format;
      expect(() => next.open(withValues(row, { mac }), keys)).toThrow(RowDamaged);
    }
    // The program before does not take what it cannot judge for its own.
    expect(() => earlier.open(written, keys)).toThrow(RowDamaged);
  });

  it("a token that differs in it alone is written by itself, or as a whole", () => {
    const { token } = next.open(oldRow, keys);
    expect(next.differsOnlyHot(token, Object.assign({ ...token }, { pinTriesLeft: 4 }))).toBe(true);
    expect(next.differsOnlyHot(token, Object.assign({ ...token }, { device: "card" }))).toBe(false);
  });

  it("the journal packs it, and lays over a row what the program before packed", () => {
    const states = { before: tokenStatesOf(tokenTable), next: tokenStatesOf(further) };
    expect(states.next.names).toEqual([
      ...states.before.names.slice(0, -2),
      "pin_tries_left",
      ...states.before.names.slice(-2),
    ]);
    const token = Object.assign(sampleToken({ lastStep: step(8) }), { device: "phone", pinTriesLeft: 3 });
    const newest = { row: next.seal(token, hanako, 1, keys, old).row, number: 7, newestEvent: 3 };
    const { text: entry } = states.next.pack(newest);
    const read = {
      row: withValues(newest.row, { last_step: 1, pin_tries_left: 5, mac: null }),
      number: 7,
      newestEvent: 1,
    };
    expect(states.next.over(read, entry)).toEqual(newest);
    expect(states.next.newestEventOf(entry)).toBe(3);
    const ofBefore = states.before.pack({ row: old.row, number: 7, newestEvent: 3 }).text;
    const laid = states.next.over({ ...read, row: withValues(oldRow, { last_step: 0, pin_tries_left: 1 }) }, ofBefore);
    expect(named(further, laid.row)).toEqual(named(further, oldRow));
    expect(states.next.valuesOf(jsonText(`[${ofBefore}]`))[0]).toHaveLength(states.next.names.length);
    expect(() => states.next.newestEventOf(jsonText("[1,2]"))).toThrow(RangeError);
  });
});

const databases = freshDatabases();
afterAll(databases.removeAll);

describe("after the one migration, SQLite", () => {
  it("reads old rows and writes new ones, by statements that come from the list", async () => {
    const { path } = await databases.make();
    const db = new DatabaseSync(path);
    const write = (of: TokenTable, row: Row, number: number) => {
      for (const { sql, values } of tokenStatesOf(of).upserts({ row, number, newestEvent: null }))
        db.prepare(sql).run(...values);
    };
    write(tokenTable, old.row, 1);
    db.exec(onSqlite);
    const reads = tokenTextsOf(further);
    const read = () =>
      reads
        .textsIn(db)("ozora", "hanako")
        .map((line) => reads.rowOf(hanako, fromJson(jsonText<Cell[]>(line))));
    const [before] = read();
    if (before === undefined) throw new Error("no row");
    expect(named(further, before.row)).toMatchObject(migrated);
    const loaded = next.open(before.row, keys);
    write(further, next.withHotColumns(loaded, afterCode(loaded.token), keys).row, 1);
    const fresh = Object.assign(sampleToken({ tokenId: "token-2", userId: null }), { device: "card", pinTriesLeft: 3 });
    write(further, next.seal(fresh, hanako, 2, keys, undefined).row, 2);
    const opened = read().map(({ row }) => next.open(row, keys));
    expect(opened.map(formatOf)).toEqual([2, 2]);
    expect(opened.map(({ token }) => told(token))).toMatchObject([
      { device: "card", pinTriesLeft: 3, tokenId: "token-2" },
      { device: "phone", pinTriesLeft: 5, lastStep: 9 },
    ]);
    db.close();
  });
});

const missing = clusterMissing();

describe.skipIf(missing !== null)(
  `after the one migration, PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let started: Promise<FreshPostgres> | undefined;
    afterAll(async () => (await started)?.stop());

    it("reads old rows and writes new ones, by statements that come from the list", async () => {
      started ??= freshPostgres({ fast: true });
      const url = await (await started).migrated();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const run = async ({ text: sql }: Statement, values: readonly unknown[]) =>
        (await client.query<unknown[]>({ text: sql, values: [...values], rowMode: "array" })).rows;
      for (const one of tokenStatements(tokenTable).writer.insert([old.row])) await run(one.statement, one.values);
      await client.query(onPostgres);
      const statements = tokenStatements(further, (sql) => ({ name: "", text: sql }));
      const read = async () =>
        (await run(statements.select, ["{ozora}", "{hanako}"])).map((columns) =>
          statements.rowFrom(["ozora", "hanako"], columns),
        );
      const [before] = await read();
      if (before === undefined) throw new Error("no row");
      expect(named(further, before)).toMatchObject(migrated);
      const loaded = next.open(before, keys);
      const byCode = next.withHotColumns(loaded, afterCode(loaded.token), keys).row;
      const fresh = Object.assign(sampleToken({ tokenId: "token-2", userId: null }), {
        device: "card",
        pinTriesLeft: 3,
      });
      for (const one of [
        ...statements.hotWriter.rewrite([{ row: byCode, was: next.macOf(before) }]),
        ...statements.writer.insert([next.seal(fresh, hanako, 2, keys, undefined).row]),
      ]) {
        await run(one.statement, one.values);
      }
      const opened = (await read())
        .toSorted((a, b) => next.ordinalOf(a) - next.ordinalOf(b))
        .map((row) => next.open(row, keys));
      expect(opened.map(formatOf)).toEqual([2, 2]);
      expect(opened.map(({ token }) => told(token))).toMatchObject([
        { device: "phone", pinTriesLeft: 5, lastStep: 9 },
        { device: "card", pinTriesLeft: 3, tokenId: tokenIdOf("token-2") },
      ]);
      await client.end();
    });
  },
);

describe("the token's list", () => {
  it("signs what it signed before lists had formats: a row of then is one of format 1", () => {
    const values = [
      "token",
      "ozora",
      "hanako",
      1,
      "token-1",
      "1234567890123ABC",
      "inUse",
      "SHA-256",
      8,
      60,
      startMs,
      startMs + 24 * 3_600_000,
      startMs + 1,
      startMs + 2,
      null,
      "ja",
      startMs,
      1,
      4,
      -1,
      -1,
      1,
      2,
      3,
      4,
      null,
      null,
      null,
      null,
      true,
      true,
      true,
    ];
    expect(keys.macFits(earlier.macOf(old.row), values.map(String).join("\n"))).toBe(true);
  });

  it("has the format in its text from the second on: no text is of two formats", () => {
    const ofFormat = (format: number) => signedLines(further).around(oldRow, format).before.split("\n")[0];
    expect([1, 2].map(ofFormat)).toEqual(["token", "token 2"]);
    expect(() => ofFormat(3)).toThrow(RangeError);
  });

  it("is refused where what codes change does not stand together, or what is sealed not last", () => {
    const { token_id, last_step, locked_at_ms: locked, sealed_key: key } = tokenTable.columns;
    const listOf = (columns: object) => () => tokenRows(table("token", [], { ...columns, mac }) as never);
    expect(listOf({ last_step, token_id, locked })).toThrow(/stand together/);
    expect(listOf({ sealed_key: key, token_id, last_step })).toThrow(/stand last/);
  });
});
