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
import type { FaultScope } from "./fault.ts";
import { makeServerNode } from "./server-node.ts";
import { setUpBank } from "./set-up-bank.ts";

/** So many customers show their codes together. */
export const groupSize = 10;
/** The service looks at its clock once a second. */
const noticedMs = 1200;

/** A SQLite service whose clock can be moved, and somebody who shows codes to it. */
export interface ClockDesk {
  /** Sets how far the service's clock is off, and gives it no time to notice. */
  setOff(byMs: number): void;
  /** Lets time pass: every clock goes on by so much. */
  pass(ms: number): void;
  /** How much of it has passed so. */
  passedMs(): number;
  untilNoticed(): Promise<void>;
  restart(): Promise<void>;
  /** Each customer of a group shows the code of the moment that is so far from the right time. */
  show(id: string, group: number, offsetMs: number): Promise<readonly (Answered | Lost)[]>;
  /** Repeats `show` until each of them has been accepted. */
  untilAccepted(id: string, group: number, offsetMs: number): Promise<void>;
  /** Ends the service and compares. */
  close(): Promise<string>;
}

export async function openClockDesk({ folder, clean, watch }: FaultScope, groups: number): Promise<ClockDesk> {
  const clockFile = join(folder, "clock");
  const shifts = { offMs: 0, passedMs: 0 };
  shiftClock(clockFile, shifts);
  const database = `sqlite:${join(folder, "warifu.sqlite")}`;
  const setUp = await setUpBank(folder, database, { customers: groups * groupSize, periodSeconds: 60 });
  const { bank } = setUp;
  const node = await makeServerNode({ ...setUp, clockFile });
  watch(node);
  clean(() => node.kill());
  await node.start();
  const ledgerFile = join(folder, "ledger");
  const ledger = openLedger(ledgerFile);
  const teller = openTeller({ bank, urls: [node.url], ledger });
  // Fixed, so that the same words mean the same step however long the test takes.
  const startedAtMs = Date.now();

  const show: ClockDesk["show"] = async (id, group, offsetMs) => {
    const step = stepAt(startedAtMs + offsetMs, bank.periodSeconds);
    const customers = Array.from({ length: groupSize }, (_, index) => customerIdOf(group * groupSize + index));
    return await Promise.all(
      customers.map(
        async (customerId) => await teller.ask(showing(`${id}-${customerId}`, customerId, "right", step), 0),
      ),
    );
  };

  return {
    show,
    setOff(byMs) {
      shifts.offMs = byMs;
      shiftClock(clockFile, shifts);
    },
    pass(ms) {
      shifts.passedMs += ms;
      shiftClock(clockFile, shifts);
    },
    passedMs: () => shifts.passedMs,
    untilNoticed: () => pause(noticedMs),
    async restart() {
      await node.kill();
      await node.start();
    },
    async untilAccepted(id, group, offsetMs) {
      const inside = new Set<number>();
      let round = 0;
      await eventually("everybody is let in again", async () => {
        const answers = await show(`${id}-${++round}`, group, offsetMs);
        for (const [index, answer] of answers.entries()) if (isAccepted(answer)) inside.add(index);
        return inside.size === groupSize ? true : null;
      });
    },
    async close() {
      teller.close();
      ledger.close();
      await node.stop();
      return await expectSame(setUp, ledgerFile, { atLeast: groupSize });
    },
  };
}
