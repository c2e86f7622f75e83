import { afterAll } from "vitest";
import { describeSameAsMemory } from "../contract/describe-same-as-memory.ts";
import { describeStorage } from "../contract/describe-storage.ts";
import type { OpenFresh } from "../contract/open-fresh.ts";
import { freshDatabases } from "./fresh-database.ts";
import { openSqliteStorage } from "./open-sqlite-storage.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

const openFresh: OpenFresh = async (nowMs) => {
  const { path, vault } = await databases.make();
  return openSqliteStorage(path, vault, { nowMs });
};

describeStorage("SQLite", openFresh);
describeSameAsMemory("SQLite", openFresh);
