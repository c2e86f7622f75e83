import { isAccepted } from "../ledger/ledger.ts";
import { openClockDesk } from "./clock-desk.ts";
import type { ClockDesk } from "./clock-desk.ts";
import { expectThat } from "./fault.ts";
import type { Fault } from "./fault.ts";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const wentBackBy = [secondMs, 61 * secondMs, hourMs, 24 * hourMs];

export const clockBackSqlite: Fault = {
  name: "clock-back-sqlite",
  says: "a clock that goes back by 1 s, 61 s, 1 h, 1 d lets no code be used twice, and the right time lets everybody in again",
  needs: [],
  async run(scope) {
    const desk = await openClockDesk(scope, 1 + wentBackBy.length);
    for (const [round, backMs] of wentBackBy.entries()) {
      await goBack(desk, backMs, 1 + round);
      // Later the clock is right again, and every phone shows a code that was never shown.
      desk.pass(4 * minuteMs);
      desk.setOff(0);
      await desk.untilNoticed();
    }
    await desk.untilAccepted("in-the-end", 0, desk.passedMs());
    scope.tell(`every replay refused, at once, when noticed, after a restart; ${await desk.close()}`);
  },
};

/** Group 0 is accepted, then the clock goes back; the strangers' phones show the wrong time, too. */
async function goBack(desk: ClockDesk, backMs: number, strangers: number): Promise<void> {
  const rightMs = desk.passedMs();
  await desk.untilAccepted(`right-${backMs}`, 0, rightMs);
  const replay = async (when: string): Promise<void> => {
    const again = await desk.show(`replay-${backMs}-${when}`, 0, rightMs);
    expectThat(!again.some(isAccepted), `A code was accepted twice ${when}, ${backMs / 1000} s back`);
    // However often it is shown, the ledger finds it if it is accepted more than once.
    for (const round of [1, 2]) await desk.show(`wrong-time-${backMs}-${when}-${round}`, strangers, rightMs - backMs);
  };
  desk.setOff(-backMs);
  await replay("at-once");
  await desk.untilNoticed();
  await replay("when-noticed");
  await desk.restart();
  await replay("after-restart");
}

export const clockAheadSqlite: Fault = {
  name: "clock-ahead-sqlite",
  says: "a clock that goes ahead by 1 h and back again locks nobody out",
  needs: [],
  async run(scope) {
    const desk = await openClockDesk(scope, 2);
    await desk.untilAccepted("before", 0, 0);
    desk.setOff(hourMs);
    await desk.untilNoticed();
    // Phones have the right time; for the service they are an hour late now.
    const late = await desk.show("late", 1, 0);
    expectThat(!late.some(isAccepted), "A code was accepted an hour after its time");
    desk.setOff(0);
    await desk.untilNoticed();
    await desk.untilAccepted("after", 1, 0);
    await desk.untilAccepted("next", 0, minuteMs);
    scope.tell(await desk.close());
  },
};
