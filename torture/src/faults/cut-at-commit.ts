import { join } from "node:path";
import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "../ledger/ask.ts";
import { customerIdOf } from "../ledger/bank.ts";
import { isAccepted, openLedger } from "../ledger/ledger.ts";
import { expectSame } from "./compare.ts";
import { isCommit } from "./database-messages.ts";
import type { Verdict } from "./database-proxy.ts";
import { eventually } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench } from "./postgres-bench.ts";

export const cutAtCommit: Fault = {
  name: "cut-at-commit",
  says: "a connection that breaks at COMMIT is answered 503 outcome_unknown, whether it was carried out or not; the same key tells which",
  needs: ["postgres"],
  async run(scope) {
    const rounds = scope.short ? 6 : 40;
    const bank = { customers: 3 * rounds, periodSeconds: 60 };
    const { proxy, setUp, nodes, urls } = await makePostgresBench(scope, { nodes: 1, bank });
    const ledgerFile = join(scope.folder, "ledger");
    const ledger = openLedger(ledgerFile);
    const teller = openTeller({ bank: setUp.bank, urls, ledger });
    let unknown = 0;
    for (let round = 0; unknown < rounds; round++) {
      expectThat(round < bank.customers, `Of ${round} lost COMMITs ${unknown} came out as unknown`);
      const shown = showing(`cut-${round}`, customerIdOf(round), "right", stepAt(Date.now(), bank.periodSeconds));
      // Once it arrives, and its answer is lost; once it is lost itself. Nobody on this side can tell the two apart.
      const verdict: Verdict = round % 2 === 0 ? "passAndCut" : "cut";
      let cuts = 0;
      proxy.judge((message) => {
        if (cuts > 0 || !isCommit(message)) return "pass";
        cuts += 1;
        return verdict;
      });
      const answer = await teller.ask(shown, 0);
      proxy.judge(null);
      // A job's COMMIT may have been the one that went by.
      if (isAccepted(answer)) continue;
      const isUnknown = answer.note === "answered" && answer.status === 503 && answer.reason === "outcome_unknown";
      expectThat(isUnknown, `A lost COMMIT (${verdict}) came out as ${JSON.stringify(answer)}`);
      unknown += 1;
      await eventually("the same key tells what happened", async () => {
        const again = await teller.ask(shown, 0, 2);
        if (again.note === "lost" || again.status !== 200) return null;
        expectThat(again.accepted === true, `After a ${verdict} the same key told ${again.reason ?? ""}`);
        return true;
      });
    }
    teller.close();
    ledger.close();
    for (const node of nodes) await node.stop();
    scope.tell(`${rounds} cuts; ${await expectSame(setUp, ledgerFile, { atLeast: rounds })}`);
  },
};
