import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer, sampleEvent, sampleToken } from "../contract/samples.ts";
import { openDataKeys } from "../sealing/data-keys.ts";
import type { DataKeyRow } from "../sealing/data-keys.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { migratePostgres } from "./migrate.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { findBinaries } from "./postgres-process.ts";
import { migrations } from "./schema.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const nowMs = () => Date.now();
const people = 700;
const sealing = migrations.find(({ name }) => name === "sealed-profile")?.version ?? 0;
const profile = {
  name: "山本花子",
  nameKana: "ヤマモト ハナコ",
  branchCode: "001",
  accountNumber: "7654321",
  phone: "090-1234-5678",
};
const clear = [profile.name, profile.nameKana, "ヤマモトハナコ", profile.accountNumber, profile.phone, "09012345678"];

describe.skipIf(missing !== null)(`profiles in PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  let fresh: FreshPostgres;
  beforeAll(async () => {
    fresh = await freshPostgres();
  });
  afterAll(() => fresh.stop());

  /** Which of the words stand in a dump of the database, or in the files of its tables. */
  const found = async (url: string, words: readonly string[]): Promise<string[]> => {
    const dump = execFileSync(join(findBinaries() ?? "", "pg_dump"), [url], { maxBuffer: 2 ** 28 });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ oid: string }>(
      "SELECT oid::text FROM pg_database WHERE datname = current_database()",
    );
    await client.end();
    const admin = new pg.Client({ connectionString: fresh.cluster.adminUrl });
    await admin.connect();
    await admin.query("CHECKPOINT");
    await admin.end();
    const folder = join(fresh.cluster.dataFolder, "base", rows[0]?.oid ?? "");
    const files = readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile());
    const bytes = [dump, ...files.map((file) => readFileSync(file))];
    return words.filter((word) => bytes.some((each) => each.includes(word)));
  };

  it("stand in no dump and in no table's file, and are found again all the same", async () => {
    const url = await fresh.migrated();
    const storage = await openPostgresStorage(url, fresh.vault, { nowMs });
    const changes = { customer: sampleCustomer({ profile }), tokens: [sampleToken()] };
    await actOn(storage, hanako, () => decided(null, { changes, events: [sampleEvent()] }));
    expect(await storage.findCustomers("ozora", { phone: "+81 90 1234 5678", nameKana: "やま" }, 9)).toEqual([
      { customerId: "hanako", use: "applied", profile },
    ]);
    expect(await found(url, ["hanako", ...clear])).toEqual(["hanako"]);
    await storage.close();
  });

  it("of an earlier version are sealed by its migration, with the key ring and in pieces", async () => {
    const made = await fresh.migrated();
    const source = await openPostgresStorage(made, fresh.vault, { nowMs });
    await actOn(source, hanako, () => decided(null));
    await source.close();
    const url = await fresh.cluster.newDatabase();
    await migratePostgres(url, noRing, migrations.slice(0, sealing - 1));
    const [from, to] = [made, url].map((address) => new pg.Client({ connectionString: address })) as [
      pg.Client,
      pg.Client,
    ];
    await from.connect();
    await to.connect();
    const { rows } = await from.query<DataKeyRow & { institution_id: string; made_at_ms: string }>(
      "SELECT * FROM data_key",
    );
    for (const row of rows) {
      const values = [row.institution_id, row.version, row.kek_id, row.wrapped, row.made_at_ms];
      await to.query(
        "INSERT INTO data_key (institution_id, version, kek_id, wrapped, made_at_ms) VALUES ($1, $2, $3, $4, $5)",
        values,
      );
    }
    const keys = await openDataKeys(
      "ozora",
      rows.filter((row) => row.institution_id === "ozora"),
      fresh.vault,
    );
    const { name, nameKana, branchCode, accountNumber, phone } = profile;
    for (let number = 0; number < people; number += 1) {
      const noted = [
        "ozora",
        `customer-${number}`,
        "applied",
        1,
        null,
        "[]",
        name,
        nameKana,
        branchCode,
        accountNumber,
        phone,
      ];
      const values = [...noted, "ヤマモトハナコ", "09012345678", keys.mac(JSON.stringify(["customer", ...noted]))];
      await to.query(
        "INSERT INTO customer VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        values,
      );
    }
    await to.query("INSERT INTO staff VALUES ('ozora', 'teller', '山田窓口', '本店営業部', 'teller', '[]', NULL)");
    await from.end();
    await to.end();
    const names = [...clear, "山田窓口", "本店営業部"];
    expect(await found(url, names)).toEqual(names);

    await expect(migratePostgres(url, noRing)).rejects.toThrow("no key ring");
    await expect(openPostgresStorage(url, fresh.vault, { nowMs })).rejects.toThrow(/run warifu migrate/);
    expect(await migratePostgres(url, async () => fresh.vault)).toEqual({ from: sealing, to: migrations.length });
    expect(await found(url, names)).toEqual([]);
    const storage = await openPostgresStorage(url, fresh.vault, { nowMs });
    const customers = await storage.findCustomers("ozora", { branchCode: "001", accountNumber: "7654321" }, 2 * people);
    expect(customers).toHaveLength(people);
    expect(customers[0]?.profile).toEqual(profile);
    expect(await storage.staff("teller")).toMatchObject({ name: "山田窓口", branchName: "本店営業部" });
    await storage.close();
  });
});

const noRing = () => Promise.reject(new Error("no key ring"));
