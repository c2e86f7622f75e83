import { join } from "node:path";
import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "../ledger/ask.ts";
import { customerIdOf } from "../ledger/bank.ts";
import { openLedger } from "../ledger/ledger.ts";
import type { Answered, Lost } from "../ledger/ledger.ts";
import { expectSame } from "./compare.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { startNginx } from "./nginx.ts";
import { makePostgresBench } from "./postgres-bench.ts";

const requestsPerSecond = 200;
const everyMs = 50;
const mostAtOnce = 50;

export const rollingRestartNginx: Fault = {
  name: "rolling-restart-nginx",
  says: "two nodes behind nginx are restarted one after the other at 200 requests a second, and not one request fails",
  needs: ["postgres", "nginx"],
  async run(scope) {
    const { short, folder, tell } = scope;
    const bank = { customers: 2000, periodSeconds: 60 };
    const { setUp, nodes, urls } = await makePostgresBench(scope, { nodes: 2, bank, stopWaitSeconds: 2 });
    const proxy = await startNginx(scope, urls);
    const ledgerFile = join(folder, "ledger");
    const ledger = openLedger(ledgerFile);
    // Long: a machine with much else to do is slow, which is no failure.
    const teller = openTeller({ bank: setUp.bank, urls: [proxy], ledger, timeoutMs: 60_000 });
    const answers: Promise<Answered | Lost>[] = [];
    const show = (): void => {
      const number = answers.length;
      const customerId = customerIdOf(number % bank.customers);
      const step = stepAt(Date.now(), bank.periodSeconds);
      answers.push(teller.ask(showing(`rolling-${number}`, customerId, "right", step), 0));
    };
    const began = performance.now();
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) / 1000) * requestsPerSecond) - answers.length;
      // Behind on a busy machine, it does not make up for it all at once.
      for (let count = Math.min(due, mostAtOnce); count > 0; count -= 1) show();
    }, everyMs);
    scope.clean(() => clearInterval(timer));

    const restarts = short ? 1 : 5;
    for (let round = 0; round < restarts; round += 1) {
      for (const node of nodes) {
        await node.stop();
        await node.start();
        await node.untilReady();
      }
    }
    clearInterval(timer);
    const failed = (await Promise.all(answers)).filter((answer) => answer.note === "lost" || answer.status !== 200);
    teller.close();
    ledger.close();
    for (const node of nodes) await node.stop();
    expectThat(
      failed.length === 0,
      `${failed.length} of ${answers.length} requests failed, e.g. ${JSON.stringify(failed[0])}`,
    );
    tell(`${restarts} restarts of each node; ${await expectSame(setUp, ledgerFile, { atLeast: 50 })}`);
  },
};
