import { join } from "node:path";
import { startLoad } from "../ledger/start-load.ts";
import { expectSame } from "./compare.ts";
import { untilAccepted, untilAnswered } from "./eventually.ts";
import type { Fault } from "./fault.ts";
import { limitFileSizes } from "./process-limit.ts";
import { makeServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";

export const diskReadOnlySqlite: Fault = {
  name: "disk-read-only-sqlite",
  says: "when no file can be written any more no code is accepted, and nothing is half done; afterwards all goes on",
  needs: ["linux"],
  async run({ short, folder, clean, watch, tell }) {
    const database = `sqlite:${join(folder, "warifu.sqlite")}`;
    const setUp = await setUpBank(folder, database, { customers: short ? 1000 : 3000, periodSeconds: 30 });
    const node = await makeServerNode(setUp);
    watch(node);
    clean(() => node.kill());
    await node.start();
    const ledgerFile = join(folder, "ledger");
    const plan = { bank: setUp.bank, urls: [node.url], ledgerFile, atOnce: 8, pauseMs: 4, guessedEvery: 4, seed: 9 };
    const load = startLoad(plan);
    clean(() => load.stop());
    const rounds = short ? 2 : 8;
    for (let round = 0; round < rounds; round++) {
      await untilAccepted(ledgerFile, 20);
      limitFileSizes(node, 0);
      await untilAnswered("it is told that nothing can be written", ledgerFile, 10, ({ status }) => status >= 500);
      limitFileSizes(node, "unlimited");
      await node.untilReady();
    }
    await untilAccepted(ledgerFile, 20);
    await load.stop();
    await node.stop();
    tell(`${rounds} times; ${await expectSame(setUp, ledgerFile, { atLeast: 20, alsoNotDone: ["internal"] })}`);
  },
};
