import { join } from "node:path";
import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "../ledger/ask.ts";
import { customerIdOf } from "../ledger/bank.ts";
import { openLedger } from "../ledger/ledger.ts";
import type { Answered, Lost } from "../ledger/ledger.ts";
import { expectSame } from "./compare.ts";
import { eventually, patienceMs } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench, runSql } from "./postgres-bench.ts";

export const cancelledSyncWait: Fault = {
  name: "cancelled-sync-wait",
  says: "a commit whose wait for the standby is cancelled is answered 503 outcome_unknown; the same key then tells the truth",
  needs: ["postgres"],
  async run(scope) {
    const customers = scope.short ? 8 : 40;
    const bank = { customers, periodSeconds: 60 };
    const { cluster, setUp, nodes, urls } = await makePostgresBench(scope, { nodes: 1, bank, standby: "synchronous" });
    const ledgerFile = join(scope.folder, "ledger");
    const ledger = openLedger(ledgerFile);
    const teller = openTeller({ bank: setUp.bank, urls, ledger, timeoutMs: patienceMs });
    const step = stepAt(Date.now(), bank.periodSeconds);
    const shown = Array.from({ length: customers }, (_, index) =>
      showing(`cancelled-${index}`, customerIdOf(index), "right", step),
    );

    await cluster.stopStandby();
    const asking = Promise.all(shown.map(async (one) => await teller.ask(one, 0)));
    let answers: readonly (Answered | Lost)[] | undefined;
    void asking.then((all) => {
      answers = all;
    });
    let cancelled = 0;
    await eventually("every commit that waits for the standby is cancelled", async () => {
      const rows = await runSql(
        cluster.adminUrl,
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
      );
      cancelled += rows.length;
      return answers === undefined ? null : true;
    });
    expectThat(cancelled > 0, "No commit waited for the standby");
    for (const answer of await asking) {
      const isUnknown = answer.note === "answered" && answer.status === 503 && answer.reason === "outcome_unknown";
      expectThat(isUnknown, `A cancelled wait came out as ${JSON.stringify(answer)}`);
    }

    await cluster.startStandby();
    for (const node of nodes) await node.untilReady();
    const again = await Promise.all(shown.map(async (one) => await teller.ask(one, 0, 2)));
    const told = again.filter((answer) => answer.note === "answered" && answer.accepted === true);
    expectThat(told.length === customers, `The same key told "accepted" for ${told.length} of ${customers}`);
    teller.close();
    ledger.close();
    for (const node of nodes) await node.stop();
    scope.tell(`${cancelled} waits cancelled; ${await expectSame(setUp, ledgerFile, { atLeast: customers })}`);
  },
};
