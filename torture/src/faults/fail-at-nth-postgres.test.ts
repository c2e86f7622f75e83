import { clusterMissing, startCluster } from "@warifu/storage/test-cluster";
import { afterEach, describe, expect, it } from "vitest";
import { isOperation } from "./database-messages.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import type { DatabaseProxy, Verdict } from "./database-proxy.ts";
import { makeEmptyDatabase } from "./empty-database.ts";
import { liveThrough } from "./live-through.ts";
import type { Breaker } from "./live-through.ts";

const missing = clusterMissing();
const leftOut = missing === null ? "" : ` (left out: ${missing})`;
const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

describe.skipIf(missing !== null)(
  `PostgreSQL: at whichever operation of an act the connection breaks, nothing is half done${leftOut}`,
  () => {
    it.each<[string, Verdict]>([
      ["before it arrives", "cut"],
      ["after it arrived, its answer lost", "passAndCut"],
    ])("%s", async (_when, verdict) => {
      const cluster = await startCluster({ fast: true });
      undo.push(() => cluster.stop());
      const proxy = await startDatabaseProxy(cluster.url);
      undo.push(() => proxy.close());
      const database = await makeEmptyDatabase(() => proxy.through(cluster.url));
      undo.push(() => database.remove());
      const storage = await database.open();
      undo.push(() => storage.close());
      const { problems, failures } = await liveThrough(storage, breakerOf(proxy, verdict), Date.now());
      expect(problems).toEqual([]);
      expect(failures).toBeGreaterThan(25);
    });
  },
);

function breakerOf(proxy: DatabaseProxy, verdict: Verdict): Breaker {
  let seen = 0;
  let hasBroken = false;
  return {
    arm(nth) {
      seen = 0;
      hasBroken = false;
      proxy.judge((message) => {
        if (!isOperation(message)) return "pass";
        seen += 1;
        if (seen < nth) return "pass";
        hasBroken = true;
        // The network stays away until the test is done: the store's own further tries do not come through.
        return seen === nth ? verdict : "cut";
      });
    },
    disarm() {
      proxy.judge(null);
      return hasBroken;
    },
  };
}
