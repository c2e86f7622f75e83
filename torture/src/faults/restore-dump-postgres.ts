import { join } from "node:path";
import { dumpAndRestore } from "@warifu/storage/test-cluster";
import { startLoad } from "../ledger/start-load.ts";
import { untilAccepted } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench, runSql } from "./postgres-bench.ts";
import { replayAcknowledged } from "./replay-acknowledged.ts";
import { takeFenceDown } from "./take-fence-down.ts";

export const restoreDumpPostgres: Fault = {
  name: "restore-dump-postgres",
  says: "a dump that is put back into the same cluster is noticed, and no code used since is accepted again",
  needs: ["postgres"],
  async run(scope) {
    const { short, folder, clean, tell } = scope;
    const bank = { customers: 1000, periodSeconds: 60 };
    const { cluster, setUp, nodes, urls } = await makePostgresBench(scope, { nodes: 2, bank });
    const dump = dumpAndRestore(cluster);
    const ledgerFile = join(folder, "ledger");
    const plan = { bank: setUp.bank, urls, ledgerFile, atOnce: 16, pauseMs: 4, guessedEvery: 4, seed: 5 };
    const load = startLoad({ ...plan, oldestStep: 0 });
    clean(() => load.stop());
    await untilAccepted(ledgerFile, 30);
    await dump.take();
    await untilAccepted(ledgerFile, short ? 150 : 600);
    await load.stop();
    for (const node of nodes) await node.stop();

    await dump.putBack("database");
    await Promise.all(nodes.map((node) => node.start()));
    for (const node of nodes) await node.untilReady();
    const replayed = await replayAcknowledged(setUp.bank, ledgerFile, urls[0] ?? "", "after-restore");
    expectThat(replayed.acceptedAgain === 0, `${replayed.acceptedAgain} codes were accepted twice`);
    expectThat(replayed.shown >= 50, `Only ${replayed.shown} codes could be replayed in time: that proves little`);
    const raised = await runSql(cluster.adminUrl, "SELECT 1 FROM event WHERE type = 'fence.raised'");
    expectThat(raised.length === 1, `${raised.length} events tell that the fence was raised`);
    // Nobody typed a command. Without the fence, what the dump forgot would be accepted again: the test can see it.
    await takeFenceDown(cluster.adminUrl);
    const control = await replayAcknowledged(setUp.bank, ledgerFile, urls[1] ?? "", "without-fence");
    expectThat(control.acceptedAgain > 0, "Without the fence nothing was accepted twice: this test proves nothing");
    tell(
      `${replayed.shown} acknowledged codes shown again; without the fence ${control.acceptedAgain} of them count once more`,
    );
  },
};
