import pg from "pg";
import { describe, expect, it } from "vitest";
import { unsignedDirectory } from "../contract/unsigned-directory.ts";
import { freshPostgres } from "./fresh-database.ts";
import { migratePostgres } from "./migrate.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { migrations } from "./schema.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const signing = migrations.find(({ name }) => name === "signed-directory")?.version ?? 0;

describe.skipIf(missing !== null)(
  `the migration of PostgreSQL${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    it("signs what grants something, also of an institution without keys, and lets nothing be written unsigned", async () => {
      const { cluster, vault, stop } = await freshPostgres();
      const url = await cluster.newDatabase();
      const noRing = () => Promise.reject(new Error("no key ring"));
      await migratePostgres(url, noRing, migrations.slice(0, signing - 1));
      const raw = new pg.Client({ connectionString: url });
      await raw.connect();
      await raw.query(unsignedDirectory);
      await expect(migratePostgres(url, noRing)).rejects.toThrow("no key ring");
      expect(await migratePostgres(url, async () => vault)).toEqual({ from: signing, to: migrations.length });
      const storage = await openPostgresStorage(url, vault, { nowMs: () => Date.now() });
      expect(await storage.institution("ozora")).toMatchObject({ serviceId: "10121234", texts: { nameJa: "大空" } });
      expect(await storage.apiKeyByHash("hash-1")).toMatchObject({
        keyId: "key-1",
        lastUsedAtMs: null,
        revokedAtMs: null,
      });
      expect(await storage.apiKeyByHash("hash-2")).toMatchObject({ revokedAtMs: 1_790_000_000_002 });
      await expect(raw.query(unsignedDirectory.replaceAll("key-", "other-"))).rejects.toThrow(
        /null value in column "mac"/,
      );
      await raw.end();
      await storage.close();
      await stop();
    });
  },
);
