import { afterAll, describe } from "vitest";
import { describeActs } from "../contract/describe-acts.ts";
import { describeOnce } from "../contract/describe-once.ts";
import { describeRaces } from "../contract/describe-races.ts";
import { describeSameAsMemory } from "../contract/describe-same-as-memory.ts";
import { describeStorage } from "../contract/describe-storage.ts";
import type { OpenFresh } from "../contract/open-fresh.ts";
import { freshDatabases } from "./fresh-database.ts";
import { localFileThreads } from "./file-threads.ts";
import { openOwned } from "./open-owned.ts";
import { composeSqliteStorage, openSqliteStorage } from "./open-storage.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);

/** Commits in the test's own thread: starting one for each of hundreds of stores would take longer than all tests. */
const openLocal: OpenFresh = async (nowMs) => {
  const { path, vault } = await databases.make();
  const owned = openOwned(path);
  return composeSqliteStorage(owned, vault, nowMs, localFileThreads(owned.db));
};
const openWithThread: OpenFresh = async (nowMs) => {
  const { path, vault } = await databases.make();
  return openSqliteStorage(path, vault, { nowMs });
};

describeStorage("SQLite", openLocal);
describeSameAsMemory("SQLite", openLocal);

describe("SQLite, committing in its own thread:", () => {
  describeActs(openWithThread);
  describeOnce(openWithThread);
  describeRaces(openWithThread);
});
