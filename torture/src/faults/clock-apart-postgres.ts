import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "../ledger/ask.ts";
import { customerIdOf } from "../ledger/bank.ts";
import { isAccepted, openLedger } from "../ledger/ledger.ts";
import type { Answered, Lost } from "../ledger/ledger.ts";
import { shiftClock } from "./clock-file.ts";
import { expectSame } from "./compare.ts";
import { eventually } from "./eventually.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";
import { makePostgresBench } from "./postgres-bench.ts";

const group = 10;
const apartMs = 90_000;

export const clockApartPostgres: Fault = {
  name: "clock-apart-postgres",
  says: "of two nodes 90 s apart the one that the database contradicts is not ready, and no code is used twice",
  needs: ["postgres"],
  async run(scope) {
    const clockFiles = ["clock-right", "clock-wrong"].map((name) => join(scope.folder, name));
    const [rightClock = "", wrongClock = ""] = clockFiles;
    shiftClock(rightClock, { offMs: 0 });
    shiftClock(wrongClock, { offMs: 0 });
    const bank = { customers: 4 * group, periodSeconds: 60 };
    const { setUp, nodes, urls } = await makePostgresBench(scope, { nodes: 2, bank, clockFiles });
    const [right, wrong] = nodes;
    if (right === undefined || wrong === undefined) throw new Error("Two nodes are needed");
    await right.untilReady();
    await wrong.untilReady();
    const ledgerFile = join(scope.folder, "ledger");
    const ledger = openLedger(ledgerFile);
    const teller = openTeller({ bank: setUp.bank, urls, ledger });
    const step = () => stepAt(Date.now(), bank.periodSeconds);
    const show = (id: string, node: number, first: number, ofStep: number) =>
      Promise.all(
        Array.from({ length: group }, async (_, index) => {
          const customerId = customerIdOf(first + index);
          return await teller.ask(showing(`${id}-${customerId}`, customerId, "right", ofStep), node);
        }),
      );

    for (const [index, byMs] of [apartMs, -apartMs].entries()) {
      const first = 2 * group * index;
      shiftClock(wrongClock, { offMs: byMs });
      await eventually("the wrong node says so", async () => {
        const said = await wrong.readiness();
        return said?.status === 503 && said.says === "clockApart" ? true : null;
      });
      expectThat((await right.readiness())?.status === 200, "The node with the right time is not ready either");
      const shown = step();
      const accepted = await show(`right-${index}`, 0, first, shown);
      expectThat(accepted.every(isAccepted), "The node with the right time did not accept its codes");
      const replayed = await show(`replay-${index}`, 1, first, shown);
      expectThat(!replayed.some(isAccepted), "A code was accepted by both nodes");
      // It asks the database for the time every few seconds; until then its codes are only guarded against being used twice.
      let round = 0;
      await eventually("the wrong node compares no code any more", async () => {
        await pause(400);
        const customerId = customerIdOf(first + (round % group));
        const answer = await teller.ask(showing(`until-${index}-${++round}`, customerId, "replay", shown), 1);
        expectThat(!isAccepted(answer), "A code was accepted by both nodes");
        return answer.note === "answered" && answer.status === 503 ? true : null;
      });
      // Codes of the wrong node's time, of phones that nobody has heard of.
      const strangers = await show(`wrong-${index}`, 1, first + group, shown + Math.sign(byMs) * 2);
      expectThat(!strangers.some(isAccepted), "A node that is not ready accepted a code of the wrong time");
      shiftClock(wrongClock, { offMs: 0 });
      await wrong.untilReady();
      await eventually("the mended node accepts codes", async () => {
        await pause(200);
        const answers = await show(`mended-${index}-${Date.now()}`, 1, first + group, step());
        return answers.every((answer) => isAccepted(answer) || isUsed(answer)) ? true : null;
      });
    }
    teller.close();
    ledger.close();
    for (const node of nodes) await node.stop();
    scope.tell(await expectSame(setUp, ledgerFile, { atLeast: 2 * group }));
  },
};

function isUsed(answer: Answered | Lost): boolean {
  return answer.note === "answered" && answer.reason === "used";
}
