import { join } from "node:path";
import type { Storage } from "@warifu/rules";
import { defaultPolicy } from "@warifu/rules";
import { afterEach, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer } from "../contract/samples.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { runTool } from "./postgres-process.ts";
import { clusterMissing, dumpAndRestore } from "./test-cluster.ts";

const missing = clusterMissing();
const nowMs = () => Date.now();
const hourMs = defaultPolicy.driftLimitSeconds * 1000;

describe.skipIf(missing !== null)(
  `what an older copy brings back is noticed${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let fresh: FreshPostgres | undefined;
    afterEach(async () => {
      await fresh?.stop();
      fresh = undefined;
    });
    const raised: unknown[] = [];
    const open = (url: string): Promise<Storage> => {
      if (fresh === undefined) throw new Error("no cluster");
      const observer = { waiting: () => {}, commit: () => {}, fenceRaised: (one: object) => raised.push(one) };
      return openPostgresStorage(url, fresh.vault, { nowMs, observer });
    };
    const fenceOf = (storage: Storage) => actOn(storage, hanako, (_state, { fenceMs }) => decided(fenceMs));
    const start = async (): Promise<FreshPostgres> => {
      fresh = await freshPostgres();
      const storage = await open(fresh.cluster.url);
      await storage.putInstitution(
        {
          institutionId: hanako.institutionId,
          serviceId: "10121234",
          texts: { nameJa: "", nameEn: "", supportPhone: "", supportHoursJa: "", supportHoursEn: "" },
          policy: defaultPolicy,
        },
        institutionSaved,
      );
      await actOn(storage, hanako, () => decided(null, { changes: { customer: sampleCustomer() } }));
      await storage.close();
      raised.length = 0;
      return fresh;
    };
    const expectRaised = async (url: string, change: string) => {
      const beforeMs = nowMs();
      const storage = await open(url);
      const fenceMs = await fenceOf(storage);
      expect(fenceMs).toBeGreaterThanOrEqual(beforeMs + hourMs);
      expect(fenceMs).toBeLessThanOrEqual(nowMs() + hourMs);
      expect(raised).toEqual([{ change, fenceMs }]);
      expect(await storage.eventsAfter("", 0, 9)).toMatchObject([
        { type: "fence.raised", detail: { reason: "history", change, fenceMs } },
      ]);
      expect(await fenceOf(storage)).toBe(fenceMs);
      await storage.close();
    };

    it("a dump that is put back into a database made anew in the same cluster", async () => {
      const { cluster } = await start();
      const dump = dumpAndRestore(cluster);
      await dump.take();
      await dump.putBack("database");
      await expectRaised(cluster.url, "tables");
    });

    it("a dump in which somebody lowered how far phones may run ahead: the fence is raised as far all the same", async () => {
      const { cluster } = await start();
      const dump = dumpAndRestore(cluster);
      await dump.take();
      await dump.putBack("database");
      await cluster.asAdmin("UPDATE institution SET policy = '{\"driftLimitSeconds\":0}'");
      await expectRaised(cluster.url, "tables");
    });

    it("a dump that is put back over the tables of the same database", async () => {
      const { cluster } = await start();
      const dump = dumpAndRestore(cluster);
      await dump.take();
      await dump.putBack("tables");
      await expectRaised(cluster.url, "tables");
    });

    it("a copy of the database under another number, with the tables' own", async () => {
      const { cluster } = await start();
      await expectRaised(await cluster.newDatabase(cluster.url), "database");
    });

    it("an older copy of the files, put under a node at work", async () => {
      const { cluster } = await start();
      const node = await open(cluster.url);
      await fenceOf(node);
      const { dataFolder } = cluster;
      const copy = join(dataFolder, "../copy");
      await cluster.stopPrimary();
      runTool("cp", ["-a", dataFolder, copy], null);
      await cluster.restart();
      for (let times = 0; times < 3; times += 1) {
        await actOn(node, hanako, () => decided(null, { changes: { customer: sampleCustomer() } }));
      }
      await fenceOf(node);
      expect(raised).toEqual([]);
      await cluster.stopPrimary();
      runTool("mv", [dataFolder, `${copy}-lost`], null);
      runTool("mv", [copy, dataFolder], null);
      await cluster.restart();
      const fenceMs = await fenceOf(node);
      expect(raised).toEqual([{ change: "position", fenceMs }]);
      expect(fenceMs).toBeGreaterThan(nowMs());
      await node.close();
    });

    it("and a restore that an operator has declared raises the fence no further", async () => {
      const { cluster } = await start();
      const dump = dumpAndRestore(cluster);
      await dump.take();
      await dump.putBack("database");
      const command = await open(cluster.url);
      const toMs = nowMs();
      await command.raiseFence(toMs, { ...institutionSaved, type: "fence.raised" });
      expect(await fenceOf(command)).toBe(toMs);
      await command.close();
      const node = await open(cluster.url);
      expect(await fenceOf(node)).toBe(toMs);
      expect(raised).toEqual([]);
      await node.close();
    });

    it("and rows of tokens and customers can be put back in no other way: none is ever removed", async () => {
      const { cluster } = await start();
      for (const sql of ["DELETE FROM token", "TRUNCATE token", "DELETE FROM customer", "TRUNCATE customer"]) {
        await expect(cluster.asAdmin(sql)).rejects.toThrow("never removed");
      }
    });
  },
);

const institutionSaved = {
  type: "institution.saved",
  atMs: 0,
  actor: { kind: "operator", id: null, channel: "command" },
  institutionId: hanako.institutionId,
  customerId: null,
  tokenId: null,
  detail: {},
} as const;
