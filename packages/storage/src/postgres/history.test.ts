import type { Storage } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { actOn } from "../contract/open-fresh.ts";
import { decided, hanako, sampleCustomer } from "../contract/samples.ts";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import { openPostgresStorage } from "./open-storage.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const nowMs = () => Date.now();

describe.skipIf(missing !== null)(`a standby${missing === null ? "" : ` (left out: ${missing})`}`, () => {
  let fresh: FreshPostgres | undefined;
  afterAll(() => fresh?.stop());
  const fenceOf = (storage: Storage) => actOn(storage, hanako, (_state, { fenceMs }) => decided(fenceMs));

  it("decides nothing before its promotion, and no code after it without the fence", async () => {
    fresh = await freshPostgres({
      standby: "synchronous",
      // So that a reader of the standby sees what was committed before.
      settings: { synchronous_commit: "remote_apply" },
    });
    const { cluster, vault } = fresh;
    const before = await openPostgresStorage(cluster.url, vault, { nowMs });
    await actOn(before, hanako, () => decided(null, { changes: { customer: sampleCustomer() } }));
    expect(await fenceOf(before)).toBe(0);
    expect(await before.eventsAfter("", 0, 9)).toEqual([]);

    const url = cluster.standbyUrl ?? "";
    const nodes = [
      await openPostgresStorage(url, vault, { nowMs }),
      await openPostgresStorage(url, vault, { nowMs }),
    ] as const;
    expect(await nodes[0].ready()).toBe("readOnly");
    await expect(fenceOf(nodes[0])).rejects.toMatchObject({ name: "StoreBusy" });

    await cluster.kill9();
    const promotedMs = nowMs();
    await cluster.promoteStandby();
    expect(await before.ready()).toBe("unreachable");
    expect(await nodes[0].ready()).toBe("ready");
    const fences = await Promise.all([0, 1, 0, 1, 0, 1].map((index) => fenceOf(nodes[index === 0 ? 0 : 1])));
    expect(new Set(fences).size).toBe(1);
    expect(fences[0]).toBeGreaterThanOrEqual(promotedMs);
    expect(fences[0]).toBeLessThanOrEqual(nowMs());
    expect(await nodes[0].eventsAfter("", 0, 9)).toMatchObject([
      { type: "fence.raised", institutionId: null, detail: { reason: "history", fenceMs: fences[0] } },
    ]);
    expect(await fenceOf(nodes[1])).toBe(fences[0]);
    expect((await nodes[0].look(hanako)).customer?.customerId).toBe("hanako");
    await Promise.all([before, ...nodes].map((node) => node.close()));
  });
});
