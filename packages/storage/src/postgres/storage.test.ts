import { afterAll, describe } from "vitest";
import { describeSameAsMemory } from "../contract/describe-same-as-memory.ts";
import { describeStorage } from "../contract/describe-storage.ts";
import type { OpenFresh } from "../contract/open-fresh.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
let fresh: Promise<FreshPostgres> | undefined;

const openFresh: OpenFresh = async (nowMs) => {
  fresh ??= freshPostgres();
  const { migrated, vault } = await fresh;
  return openPostgresStorage(await migrated(), vault, { nowMs, databaseClock: "node" });
};

describe.skipIf(missing !== null)(`with a database${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  afterAll(async () => (await fresh)?.stop());
  describeStorage("PostgreSQL", openFresh);
  describeSameAsMemory("PostgreSQL", openFresh);
});
