import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startLoad } from "../ledger/start-load.ts";
import { expectSame } from "./compare.ts";
import { untilAccepted } from "./eventually.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench } from "./postgres-bench.ts";

export const killNodePostgres: Fault = {
  name: "kill-node-postgres",
  says: "kill -9 of one node of several under load loses nothing that was answered and lets no code be used twice (PostgreSQL)",
  needs: ["postgres"],
  async run(scope) {
    const { short, folder, clean, tell } = scope;
    const bank = { customers: short ? 1000 : 4000, periodSeconds: 30 };
    const { setUp, nodes, urls } = await makePostgresBench(scope, { nodes: short ? 2 : 3, bank });
    const ledgerFile = join(folder, "ledger");
    const load = startLoad({ bank: setUp.bank, urls, ledgerFile, atOnce: 16, pauseMs: 4, guessedEvery: 4, seed: 2 });
    clean(() => load.stop());
    const rounds = short ? 4 : 25;
    for (let round = 0; round < rounds; round++) {
      await untilAccepted(ledgerFile, 30);
      await pause(130 * (round % 5));
      const node = nodes[(round * 7) % nodes.length];
      await node?.kill();
      await node?.start();
    }
    await untilAccepted(ledgerFile, 30);
    await load.stop();
    for (const node of nodes) await node.stop();
    tell(`${rounds} kills of ${nodes.length} nodes; ${await expectSame(setUp, ledgerFile, { atLeast: 30 * rounds })}`);
  },
};
