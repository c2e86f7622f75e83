import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startLoad } from "../ledger/start-load.ts";
import { untilAccepted } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { replayAcknowledged } from "./replay-acknowledged.ts";
import { makeServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";

export const restoreFileSqlite: Fault = {
  name: "restore-file-sqlite",
  says: "an older SQLite file that is put back is noticed, and no code used since is accepted again",
  needs: [],
  async run({ short, folder, clean, watch, tell }) {
    const path = join(folder, "warifu.sqlite");
    const setUp = await setUpBank(folder, `sqlite:${path}`, { customers: 500, periodSeconds: 60 });
    const node = await makeServerNode(setUp);
    watch(node);
    clean(() => node.kill());
    await node.start();
    const ledgerFile = join(folder, "ledger");
    const plan = { bank: setUp.bank, urls: [node.url], ledgerFile, atOnce: 8, pauseMs: 4, guessedEvery: 4, seed: 6 };
    // The copy is taken while nothing runs, so that the file alone is the whole of it.
    await node.stop();
    copyFileSync(path, `${path}.backup`);
    await node.start();
    const load = startLoad({ ...plan, oldestStep: 0 });
    clean(() => load.stop());
    await untilAccepted(ledgerFile, short ? 80 : 300);
    await load.stop();
    await node.kill();

    copyFileSync(`${path}.backup`, path);
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    await node.start();
    const replayed = await replayAcknowledged(setUp.bank, ledgerFile, node.url, "after-restore");
    expectThat(replayed.acceptedAgain === 0, `${replayed.acceptedAgain} codes were accepted twice`);
    expectThat(replayed.shown >= 30, `Only ${replayed.shown} codes could be replayed in time: that proves little`);
    expectThat(node.lastWords().includes("an older copy of the database"), "The log does not tell of the older copy");
    tell(`${replayed.shown} acknowledged codes shown again after the file was put back`);
  },
};
