import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startLoad } from "../ledger/start-load.ts";
import { expectSame } from "./compare.ts";
import { untilAccepted } from "./eventually.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench } from "./postgres-bench.ts";

export const killPostgres: Fault = {
  name: "kill-postgres",
  says: "kill -9 of PostgreSQL loses nothing that was answered; the nodes come back by themselves",
  needs: ["postgres"],
  async run(scope) {
    const { short, folder, clean, tell } = scope;
    const bank = { customers: short ? 1000 : 4000, periodSeconds: 30 };
    const { cluster, setUp, nodes, urls } = await makePostgresBench(scope, { nodes: 2, bank });
    const ledgerFile = join(folder, "ledger");
    const load = startLoad({ bank: setUp.bank, urls, ledgerFile, atOnce: 16, pauseMs: 4, guessedEvery: 4, seed: 3 });
    clean(() => load.stop());
    const rounds = short ? 2 : 12;
    for (let round = 0; round < rounds; round++) {
      await untilAccepted(ledgerFile, 30);
      await pause(130 * (round % 4));
      await cluster.kill9();
      await cluster.restart();
      for (const node of nodes) await node.untilReady();
    }
    await untilAccepted(ledgerFile, 30);
    await load.stop();
    for (const node of nodes) await node.stop();
    tell(`${rounds} kills; ${await expectSame(setUp, ledgerFile, { atLeast: 30 * rounds })}`);
  },
};
