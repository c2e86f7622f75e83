import { afterAll } from "vitest";
import { describeStorage } from "../contract/describe-storage.ts";
import { freshDatabases } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-sqlite-storage.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

describeStorage("SQLite", async (nowMs) => {
  const { path, vault } = await databases.make();
  return openSqliteStorage(path, vault, { nowMs });
});
