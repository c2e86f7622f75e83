import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, it } from "vitest";
import { unsignedDirectory } from "../contract/unsigned-directory.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { freshDatabases } from "./fresh-database.ts";
import { migrateSqlite } from "./migrate.ts";
import { openSqliteStorage } from "./open-storage.ts";
import { migrations } from "./schema.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);
const signing = migrations.find(({ name }) => name === "signed-directory")?.version ?? 0;

it("the migration signs what grants something, also of an institution without keys, and believes nothing unsigned afterwards", async () => {
  const { folder, vault } = await databases.make();
  const path = join(folder, "older.db");
  const change = (sql: string) => {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  };
  for (const { sql } of migrations.slice(0, signing - 1)) change(sql);
  change(`PRAGMA user_version = ${signing - 1}; PRAGMA application_id = 0x57617269; PRAGMA journal_mode = WAL`);
  change(unsignedDirectory);
  await expect(migrateSqlite(path)).rejects.toThrow(/key ring/);
  expect(await migrateSqlite(path, async () => vault)).toEqual({ from: signing, to: migrations.length });
  const open = () => openSqliteStorage(path, vault, { nowMs: () => 0 });
  const storage = await open();
  expect(await storage.institution("ozora")).toMatchObject({ serviceId: "10121234", texts: { nameJa: "大空" } });
  expect(await storage.apiKeyByHash("hash-1")).toMatchObject({ keyId: "key-1", lastUsedAtMs: null, revokedAtMs: null });
  expect(await storage.apiKeyByHash("hash-2")).toMatchObject({ revokedAtMs: 1_790_000_000_002 });
  await storage.close();
  change("UPDATE api_key SET mac = x'', revoked_at_ms = NULL WHERE key_id = 'key-2'");
  const after = await open();
  await expect(after.apiKeyByHash("hash-2")).rejects.toThrow(RowDamaged);
  await after.close();
});
