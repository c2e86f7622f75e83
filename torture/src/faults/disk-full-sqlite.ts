import { join } from "node:path";
import { startLoad } from "../ledger/start-load.ts";
import { expectSame } from "./compare.ts";
import { untilAccepted, untilAnswered } from "./eventually.ts";
import type { Fault } from "./fault.ts";
import { makeServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";
import { makeSmallDisk } from "./small-disk.ts";

export const diskFullSqlite: Fault = {
  name: "disk-full-sqlite",
  says: "a full disk is an error with a stable code, leaves nothing half done, and is over when there is room again",
  needs: ["linux"],
  async run(scope) {
    const { short, folder, clean, watch, tell } = scope;
    const disk = makeSmallDisk(scope);
    const database = `sqlite:${join(disk.folder, "warifu.sqlite")}`;
    const setUp = await setUpBank(folder, database, { customers: short ? 1000 : 3000, periodSeconds: 30 });
    const node = await makeServerNode(setUp);
    watch(node);
    clean(() => node.kill());
    await node.start();

    const ledgerFile = join(folder, "ledger");
    const plan = { bank: setUp.bank, urls: [node.url], ledgerFile, atOnce: 8, pauseMs: 4, guessedEvery: 4, seed: 8 };
    const load = startLoad(plan);
    clean(() => load.stop());
    const rounds = short ? 2 : 6;
    for (let round = 0; round < rounds; round++) {
      await untilAccepted(ledgerFile, 20);
      disk.fill(node);
      await untilAnswered("the full disk is told", ledgerFile, 5, ({ status }) => status >= 500);
      // Every second time it is killed while nothing can be written.
      if (round % 2 === 1) await node.kill();
      disk.free(node);
      if (round % 2 === 1) await node.start();
    }
    await untilAccepted(ledgerFile, 20);
    await load.stop();
    await node.stop();
    tell(`${rounds} × ${disk.how}; ${await expectSame(setUp, ledgerFile, { atLeast: 20, alsoNotDone: ["internal"] })}`);
  },
};
