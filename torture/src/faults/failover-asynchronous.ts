import { join } from "node:path";
import { startLoad } from "../ledger/start-load.ts";
import { compare } from "./compare.ts";
import { untilAccepted } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench, standbyAdminOf, standbyOf } from "./postgres-bench.ts";
import { replayAcknowledged } from "./replay-acknowledged.ts";
import { takeFenceDown } from "./take-fence-down.ts";

/**
 * The control. A standby that lags behind loses what was acknowledged: with the fence no code is accepted twice all the same;
 * once the fence is taken down the double acceptance is there, and the ledger finds it. A test that could not show it would
 * prove nothing where it finds nothing.
 */
export const failoverAsynchronous: Fault = {
  name: "failover-asynchronous",
  says: "after a failover that lost commits the fence alone keeps codes from being used twice; without it the double acceptance is seen",
  needs: ["postgres"],
  async run(scope) {
    const { short, folder, clean, tell } = scope;
    const bank = { customers: 600, periodSeconds: 60 };
    const bench = await makePostgresBench(scope, { nodes: 1, bank, standby: "asynchronous" });
    const { cluster, proxy, setUp, nodes, urls } = bench;
    const url = urls[0] ?? "";
    await cluster.stopStandby();
    const ledgerFile = join(folder, "ledger");
    const plan = { bank: setUp.bank, urls, ledgerFile, atOnce: 8, pauseMs: 4, guessedEvery: 100, seed: 5 };
    const load = startLoad({ ...plan, oldestStep: 0 });
    clean(() => load.stop());
    await untilAccepted(ledgerFile, short ? 100 : 500);
    await load.stop();

    await cluster.kill9();
    await cluster.startStandby();
    await cluster.promoteStandby();
    proxy.moveTo(standbyOf(cluster));
    for (const node of nodes) await node.untilReady();
    const fenced = await replayAcknowledged(setUp.bank, ledgerFile, url, "fenced");
    expectThat(fenced.acceptedAgain === 0, `${fenced.acceptedAgain} codes were accepted twice behind the fence`);
    expectThat(fenced.shown >= 50, `Only ${fenced.shown} codes could be replayed in time: that proves little`);

    await takeFenceDown(standbyAdminOf(cluster));
    const unfenced = await replayAcknowledged(setUp.bank, ledgerFile, url, "unfenced");
    expectThat(unfenced.acceptedAgain > 0, "Without the fence no code was accepted twice: this test sees nothing");
    const { problems } = await compare(setUp, ledgerFile);
    const twice = problems.filter((problem) => /^I1: .* was acknowledged to /.test(problem)).length;
    expectThat(twice > 0, "The ledger does not see the double acceptance");
    tell(
      `${fenced.shown} lost codes refused behind the fence; ${twice} of ${unfenced.shown} accepted twice without it`,
    );
  },
};
