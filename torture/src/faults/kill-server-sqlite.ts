import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startLoad } from "../ledger/start-load.ts";
import { expectSame } from "./compare.ts";
import { untilAccepted } from "./eventually.ts";
import type { Fault } from "./fault.ts";
import { makeServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";

export const killServerSqlite: Fault = {
  name: "kill-server-sqlite",
  says: "kill -9 of the server under load loses nothing that was answered and lets no code be used twice (SQLite)",
  needs: [],
  async run({ short, folder, clean, watch, tell }) {
    const database = `sqlite:${join(folder, "warifu.sqlite")}`;
    const setUp = await setUpBank(folder, database, { customers: short ? 1000 : 4000, periodSeconds: 30 });
    const node = await makeServerNode(setUp);
    watch(node);
    clean(() => node.kill());
    await node.start();

    const ledgerFile = join(folder, "ledger");
    const plan = { bank: setUp.bank, urls: [node.url], ledgerFile, atOnce: 16, pauseMs: 4, guessedEvery: 4, seed: 1 };
    const load = startLoad(plan);
    clean(() => load.stop());
    const rounds = short ? 4 : 25;
    for (let round = 0; round < rounds; round++) {
      await untilAccepted(ledgerFile, 30);
      await pause(130 * (round % 7));
      await node.kill();
      await node.start();
    }
    await untilAccepted(ledgerFile, 30);
    await load.stop();
    await node.kill();
    tell(`${rounds} kills; ${await expectSame(setUp, ledgerFile, { atLeast: 30 * rounds })}`);
  },
};
