import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "../ledger/ask.ts";
import { customerIdOf } from "../ledger/bank.ts";
import { openLedger } from "../ledger/ledger.ts";
import { startLoad } from "../ledger/start-load.ts";
import { expectSame } from "./compare.ts";
import { eventually, untilAccepted } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench, runSql, standbyAdminOf, standbyOf } from "./postgres-bench.ts";
import type { PostgresBench } from "./postgres-bench.ts";
import { replayAcknowledged } from "./replay-acknowledged.ts";

export const failoverSynchronous: Fault = {
  name: "failover-synchronous",
  says: "after a failover to the synchronous standby nothing is lost, nothing is accepted twice, and the fence stands by itself",
  needs: ["postgres"],
  async run(scope) {
    const { short, folder, clean, tell } = scope;
    // The last customer is nobody's in the load: that phone shows its first code afterwards.
    const bank = { customers: 1200, periodSeconds: 60 };
    const bench = await makePostgresBench(scope, { nodes: 2, bank, standby: "synchronous" });
    const { cluster, proxy, setUp, nodes, urls } = bench;
    const ledgerFile = join(folder, "ledger");
    const loaded = { ...setUp.bank, customers: bank.customers - 1 };
    const plan = { bank: loaded, urls, ledgerFile, atOnce: 16, pauseMs: 4, guessedEvery: 4, seed: 4 };
    const load = startLoad({ ...plan, oldestStep: 0 });
    clean(() => load.stop());
    await untilAccepted(ledgerFile, short ? 150 : 1000);

    await cluster.kill9();
    await cluster.promoteStandby();
    proxy.moveTo(standbyOf(cluster));
    for (const node of nodes) await node.untilReady();
    await pause(short ? 500 : 3000);
    await load.stop();

    const replayed = await replayAcknowledged(setUp.bank, ledgerFile, urls[0] ?? "", "after-failover");
    expectThat(replayed.acceptedAgain === 0, `${replayed.acceptedAgain} codes were accepted twice`);
    expectThat(replayed.shown >= 100, `Only ${replayed.shown} codes could be replayed in time: that proves little`);
    await expectFence(bench);
    if (!short) await untilFreshCodeIsAccepted(bench, ledgerFile);
    for (const node of nodes) await node.stop();
    tell(`${replayed.shown} acknowledged codes shown again; ${await expectSame(setUp, ledgerFile, { atLeast: 50 })}`);
  },
};

/** Nobody typed `warifu fence raise`. */
async function expectFence({ cluster }: PostgresBench): Promise<void> {
  const rows = await runSql(standbyAdminOf(cluster), "SELECT 1 FROM event WHERE type = 'fence.raised'");
  expectThat(rows.length > 0, "No event tells that the fence was raised");
}

/** The fence ends by itself: a phone that shows its next codes is let in. */
async function untilFreshCodeIsAccepted({ setUp, urls }: PostgresBench, ledgerFile: string): Promise<void> {
  const { bank } = setUp;
  const customerId = customerIdOf(bank.customers - 1);
  const ledger = openLedger(ledgerFile);
  const teller = openTeller({ bank, urls, ledger });
  const step = stepAt(Date.now(), bank.periodSeconds) + 3;
  await eventually("a code of after the failover is accepted", async () => {
    const now = stepAt(Date.now(), bank.periodSeconds);
    if (now < step) {
      await pause(1000);
      return null;
    }
    const answer = await teller.ask(showing("fresh-after-failover", customerId, "right", step), 0);
    return answer.note === "answered" && answer.accepted === true ? true : null;
  });
  teller.close();
  ledger.close();
}
