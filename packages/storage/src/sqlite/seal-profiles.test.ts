import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { openDataKeys } from "../sealing/data-keys.ts";
import { dataKeyTable } from "../tables/key-tables.ts";
import { freshDatabases } from "./fresh-database.ts";
import { migrateSqlite } from "./migrate.ts";
import { sealProfiles } from "./migrations/0010-sealed-profile.ts";
import { openSqliteStorage } from "./open-storage.ts";
import { migrations } from "./schema.ts";
import { select } from "./select.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);
const nowMs = () => 0;
const people = 1200;
const sealing = migrations.find(({ name }) => name === "sealed-profile")?.version ?? 0;

const nameOf = (number: number) => `山本花子${number}号`;
const phoneOf = (number: number) => `090-1234-${String(number).padStart(4, "0")}`;

/** A database as the program before sealed profiles left it: every row in the clear, signed by that program. */
async function older() {
  const made = await databases.make();
  await (
    await openSqliteStorage(made.path, made.vault, { nowMs })
  ).act([{ institutionId: "ozora", customerId: "first" }], () => ({
    outcome: null,
    changes: {},
    events: [],
    mails: [],
  }));
  const path = join(made.folder, "older.db");
  const db = new DatabaseSync(path);
  for (const { sql } of migrations.slice(0, sealing - 1)) db.exec(sql);
  db.exec(`PRAGMA user_version = ${sealing - 1}; PRAGMA application_id = 0x57617269; PRAGMA journal_mode = WAL`);
  const source = new DatabaseSync(made.path);
  const keyRows = select(source, dataKeyTable, (columns) => `SELECT ${columns} FROM data_key`).all();
  source.close();
  const insertKey = db.prepare("INSERT INTO data_key VALUES (?, ?, ?, ?, ?)");
  for (const row of keyRows) insertKey.run(...Object.values(row));
  const own = keyRows.filter((row) => row.institution_id === "ozora");
  const keys = await openDataKeys("ozora", own, made.vault);
  const insert = db.prepare("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (let number = 0; number < people; number += 1) {
    const id = `customer-${String(number).padStart(4, "0")}`;
    const profile =
      number % 3 === 0
        ? [null, null, null, null, null]
        : [nameOf(number), "ヤマモト ハナコ", "001", `9${number}`, phoneOf(number)];
    const signed = ["customer", "ozora", id, "applied", 1, null, "[]", ...profile];
    const mac = keys.mac(JSON.stringify(signed));
    const forms = number % 3 === 0 ? [null, null] : ["ヤマモトハナコ", phoneOf(number).replaceAll("-", "")];
    insert.run(...signed.slice(1), ...forms, number === 4 ? Buffer.alloc(mac.length) : mac);
  }
  db.exec(`INSERT INTO staff VALUES ('ozora', 'teller', '山田窓口', '本店営業部', 'teller', '[]', NULL)`);
  db.close();
  return { ...made, path };
}

const inFiles = (folder: string, words: string) =>
  readdirSync(folder).filter((name) => name.startsWith("older.db") && readFileSync(join(folder, name)).includes(words));

describe("the migration that seals what lay in the clear", () => {
  it("needs the key ring, and then keeps every customer findable and leaves no byte of them in the file", async () => {
    const { folder, path, vault } = await older();
    expect(inFiles(folder, nameOf(1))).not.toEqual([]);
    await expect(migrateSqlite(path, () => Promise.reject(new Error("no key ring")))).rejects.toThrow("no key ring");
    expect(await migrateSqlite(path, async () => vault)).toEqual({ from: sealing, to: migrations.length });
    for (const words of [
      nameOf(1),
      nameOf(700),
      phoneOf(1),
      "ヤマモトハナコ",
      "ヤマモト ハナコ",
      "0901234",
      "山田窓口",
      "本店営業部",
    ]) {
      expect([words, inFiles(folder, words)]).toEqual([words, []]);
    }
    const storage = await openSqliteStorage(path, vault, { nowMs });
    const found = await storage.findCustomers("ozora", { phone: "０９０１２３４０７００", nameKana: "やまもと" }, 9);
    expect(found).toEqual([
      {
        customerId: "customer-0700",
        use: "applied",
        profile: {
          name: nameOf(700),
          nameKana: "ヤマモト ハナコ",
          branchCode: "001",
          accountNumber: "9700",
          phone: phoneOf(700),
        },
      },
    ]);
    expect(await storage.findCustomers("ozora", { branchCode: "001" }, 2000)).toHaveLength((people * 2) / 3);
    expect(await storage.staff("teller")).toMatchObject({ name: "山田窓口", branchName: "本店営業部", role: "teller" });
    // One without a profile is as it was, and what was damaged before stays damaged.
    const look = (customerId: string) => storage.look({ institutionId: "ozora", customerId });
    expect((await look("customer-0003")).customer?.use).toBe("applied");
    await expect(look("customer-0004")).rejects.toThrow(RowDamaged);
    await storage.close();
  });

  it("ended in the middle goes on where it was, and nobody works on what is half done", async () => {
    const { folder, path, vault } = await older();
    const db = new DatabaseSync(path);
    db.exec(migrations[sealing - 1]?.sql ?? "");
    db.exec(`PRAGMA user_version = ${sealing}`);
    const ofOzora = "WHERE institution_id = 'ozora'";
    const rows = select(db, dataKeyTable, (columns) => `SELECT ${columns} FROM data_key ${ofOzora}`).all();
    let pieces = 0;
    const dying = {
      prepare: db.prepare.bind(db),
      exec: (sql: string) => {
        if (sql.startsWith("BEGIN") && ++pieces > 1) throw new Error("killed");
        db.exec(sql);
      },
      get isTransaction() {
        return db.isTransaction;
      },
    } as unknown as DatabaseSync;
    await expect(sealProfiles(dying, () => openDataKeys("ozora", rows, vault))).rejects.toThrow("killed");
    const left = "SELECT count(*) AS left FROM customer WHERE name IS NOT NULL";
    expect(Number(db.prepare(left).get()?.["left"])).toBe((people * 2) / 3 - 500);
    db.close();
    await expect(openSqliteStorage(path, vault, { nowMs })).rejects.toThrow(/run warifu migrate/);
    expect(await migrateSqlite(path, async () => vault)).toEqual({ from: sealing, to: migrations.length });
    expect(inFiles(folder, nameOf(1))).toEqual([]);
    const storage = await openSqliteStorage(path, vault, { nowMs });
    expect(await storage.findCustomers("ozora", { branchCode: "001" }, 2000)).toHaveLength((people * 2) / 3);
    await storage.close();
  });
});
