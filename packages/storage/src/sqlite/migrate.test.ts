import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { SchemaMismatch } from "../schema-mismatch.ts";
import { openConnection } from "./connection.ts";
import { freshDatabases } from "./fresh-database.ts";
import { migrateSqlite } from "./migrate.ts";
import { composeSqliteStorage, openSqliteStorage } from "./open-storage.ts";
import { openOwned } from "./open-owned.ts";
import { rewrapSqlite } from "./rewrap.ts";
import { migrations } from "./schema.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);
const noRing = () => Promise.reject(new Error("nothing has to be sealed"));
const nowMs = () => 0;
const newest = migrations.length;

function changeRaw(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

describe("migration", () => {
  it("makes the file, and again changes nothing", async () => {
    const { folder } = await databases.make();
    const path = join(folder, "new.db");
    expect(await migrateSqlite(path, noRing)).toEqual({ from: 0, to: newest });
    expect(await migrateSqlite(path, noRing)).toEqual({ from: newest, to: newest });
  });

  it("goes on from where an earlier program's schema stands", async () => {
    const { folder, vault } = await databases.make();
    const path = join(folder, "old.db");
    const db = new DatabaseSync(path);
    db.exec(migrations[0]?.sql ?? "");
    db.exec("PRAGMA user_version = 1; PRAGMA application_id = 0x57617269");
    db.close();
    await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(/run warifu migrate/);
    expect(await migrateSqlite(path, noRing)).toEqual({ from: 1, to: newest });
    await (await openSqliteStorage(path, vault, { nowMs })).close();
  });

  it("takes the tokens' states and every event of a customer along, and refuses while a journal is not settled", async () => {
    const { folder } = await databases.make();
    const path = join(folder, "five.db");
    const db = new DatabaseSync(path);
    for (const { sql } of migrations.slice(0, 5)) db.exec(sql);
    db.exec("PRAGMA user_version = 5; PRAGMA application_id = 0x57617269");
    const token =
      db.prepare(`INSERT INTO token VALUES ('ozora', ?, ?, ?, NULL, 'inUse', 'SHA-256', 8, 60, 1, 2, 3, 4, 5, 'ja',
      6, 7, 8, ?, 10, 11, 12, 13, 14, NULL, 16, 17, NULL, x'01', x'02', x'03', ?)`);
    token.run("taro", 1, "c", 30, Buffer.from("mac of c"));
    token.run("hanako", 2, "b", 20, Buffer.from("mac of b"));
    token.run("hanako", 1, "a", 10, Buffer.from("mac of a"));
    const event = db.prepare(
      "INSERT INTO event VALUES ('ozora', ?, 'code.accepted', 1, 'service', NULL, 'job', ?, ?, '{}')",
    );
    for (const [index, customer] of ["hanako", "taro", null, "hanako"].entries())
      event.run(index + 1, customer, customer);
    db.exec(
      "INSERT INTO event_of_customer VALUES ('ozora', 'hanako', 1); INSERT INTO event_settled VALUES ('ozora', 1)",
    );
    const tokens = db.prepare("SELECT * FROM token").all();
    db.exec("INSERT INTO journal VALUES (1, '[]', x'00')");
    db.close();
    await expect(migrateSqlite(path, noRing)).rejects.toThrow(/start and stop the earlier program once/);
    changeRaw(path, "DELETE FROM journal");
    expect(await migrateSqlite(path, noRing)).toEqual({ from: 5, to: newest });
    const after = new DatabaseSync(path);
    const rows = after.prepare("SELECT * FROM token JOIN token_state USING (number)").all();
    expect(rows.map(({ number: _number, newest_event: _event, ...row }) => row)).toEqual(tokens);
    expect(rows.map((row) => row["number"])).toEqual([1, 2, 3]);
    expect(after.prepare("SELECT customer_id, cursor FROM event_of_customer").all()).toEqual([
      { customer_id: "hanako", cursor: 1 },
      { customer_id: "hanako", cursor: 4 },
      { customer_id: "taro", cursor: 2 },
    ]);
    expect(() => after.exec("UPDATE token_state SET last_step = 1")).toThrow("last_step never goes back");
    expect(() => after.exec("UPDATE token SET life = 'revoked'; UPDATE token SET life = 'inUse'")).toThrow(/stays/);
    after.close();
  });

  it("that fails in the middle leaves the schema as it was, and can be run again", async () => {
    const { folder } = await databases.make();
    const path = join(folder, "stuck.db");
    const db = new DatabaseSync(path);
    // In the way of the first migration's last table.
    db.exec("CREATE TABLE fence (x); PRAGMA application_id = 0x57617269");
    db.close();
    await expect(migrateSqlite(path, noRing)).rejects.toThrow(/fence already exists/);
    changeRaw(path, "DROP TABLE fence");
    expect(await migrateSqlite(path, noRing)).toEqual({ from: 0, to: newest });
  });

  it("is needed before opening: the message says so, for a missing and for an empty file", async () => {
    const { folder, vault } = await databases.make();
    const path = join(folder, "none.db");
    await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(/There is no database.*run warifu migrate/);
    writeFileSync(path, "");
    await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(SchemaMismatch);
    await expect(rewrapSqlite(path, vault)).rejects.toThrow(/run warifu migrate/);
    expect((await migrateSqlite(path, noRing)).to).toBe(newest);
  });

  it("refuses a newer program's database, to migrate and to open", async () => {
    const { path, vault } = await databases.make();
    changeRaw(path, `PRAGMA user_version = ${newest + 1}`);
    await expect(migrateSqlite(path, noRing)).rejects.toThrow(/needs the newer warifu/);
    await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(SchemaMismatch);
  });

  it("refuses another program's file, and a file that is no database, and leaves them alone", async () => {
    const { folder, vault } = await databases.make();
    const other = join(folder, "other.db");
    changeRaw(other, "CREATE TABLE note (text)");
    await expect(migrateSqlite(other, noRing)).rejects.toThrow(/belongs to another program/);
    await expect(openSqliteStorage(other, vault, { nowMs })).rejects.toThrow(SchemaMismatch);
    const letter = join(folder, "letter.txt");
    writeFileSync(letter, "Dear customer, ".repeat(100));
    await expect(migrateSqlite(letter, noRing)).rejects.toThrow(/not a SQLite database/);
    await expect(migrateSqlite(join(folder, "none", "new.db"), noRing)).rejects.toThrow(/ENOENT/);
  });
});

describe("an open SQLite store", () => {
  it("is ready while it answers and its schema is this program's", async () => {
    const { path, vault } = await databases.make();
    const owned = openOwned(path);
    const storage = await composeSqliteStorage(owned, vault, nowMs);
    expect(await storage.ready()).toBe("ready");
    owned.db.exec(`PRAGMA user_version = ${newest + 1}`);
    expect(await storage.ready()).toBe("otherSchema");
    owned.db.exec(`PRAGMA user_version = ${newest}`);
    expect(await storage.ready()).toBe("ready");
    await storage.close();
  });

  it("writes ahead and waits for the disk at every commit", async () => {
    const { path } = await databases.make();
    const db = openConnection(path);
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(pragma("journal_mode")).toBe("wal");
    const full = 2;
    expect(pragma("synchronous")).toBe(full);
    expect([pragma("foreign_keys"), pragma("trusted_schema"), pragma("fullfsync")]).toEqual([1, 0, 1]);
    db.close();
  });
});
