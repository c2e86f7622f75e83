// A process of its own, started by start-load.ts: what it knows must not die with the server or with the test.
import { setTimeout as pause } from "node:timers/promises";
import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "./ask.ts";
import type { Showing, Teller } from "./ask.ts";
import { customerIdOf, wrongCodeOf } from "./bank.ts";
import { openLedger } from "./ledger.ts";
import type { Answered, Lost } from "./ledger.ts";
import type { LoadOrder, LoadPlan } from "./load-plan.ts";

/** How often a request whose result is unknown is asked again under its key. */
const attempts = 6;

const state = { stopped: false };

process.on("message", (message: LoadOrder) => {
  if (message.order === "stop") state.stopped = true;
  else void run(message.plan);
});
process.on("disconnect", () => process.exit(1));

async function run(plan: LoadPlan): Promise<void> {
  const ledger = openLedger(plan.ledgerFile);
  const teller = openTeller({ ...plan, ledger });
  const choose = chooser(plan);
  await Promise.all(Array.from({ length: plan.atOnce }, () => keepAsking(teller, choose, plan)));
  teller.close();
  ledger.close();
  process.exit(0);
}

async function keepAsking(teller: Teller, choose: Chooser, { urls, pauseMs }: LoadPlan): Promise<void> {
  while (!state.stopped) {
    const node = () => choose.below(urls.length);
    const kind = choose.below(10);
    if (kind < 3) {
      // Some callers know no keys and ask once: nobody ever learns what became of an unanswered one.
      await teller.ask({ ...choose.showing(), isKeyless: true }, node());
    } else if (kind < 9) {
      const one = choose.showing();
      await untilKnown(async (attempt) => [await teller.ask(one, node(), attempt)]);
    } else {
      const several = Array.from({ length: 1 + choose.below(8) }, () => choose.showing());
      const key = `batch-${several[0]?.id ?? ""}`;
      await untilKnown((attempt) => teller.askTogether(several, key, node(), attempt));
    }
    await pause(pauseMs);
  }
}

/** Asks again under the same key until there is an answer, or it lasts too long. */
async function untilKnown(ask: (attempt: number) => Promise<readonly (Answered | Lost)[]>): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answers = await ask(attempt);
    if (state.stopped || answers.every((answer) => answer.note === "answered" && answer.status < 500)) return;
    await pause(50 * 2 ** attempt);
  }
}

interface Chooser {
  below(limit: number): number;
  showing(): Showing;
}

/** Chances from a seed (mulberry32): what is asked can be had again, if not its timing. */
function chooser({ bank, guessedEvery, seed, oldestStep = -1 }: LoadPlan): Chooser {
  let chances = seed;
  let count = 0;
  const newest = new Map<string, number>();
  const shown: (readonly [string, number])[] = [];

  function below(limit: number): number {
    chances = (chances + 0x6d2b79f5) | 0;
    let mixed = Math.imul(chances ^ (chances >>> 15), 1 | chances);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  function right(id: string, now: number): Showing | null {
    const customerId = customerIdOf(below(bank.customers));
    const step = Math.max(now + oldestStep, (newest.get(customerId) ?? -1) + 1);
    if (step > now + 1) return null;
    newest.set(customerId, step);
    shown.push([customerId, step]);
    return showing(id, customerId, "right", step);
  }

  function replay(id: string): Showing | null {
    // Young ones rather: those are still inside the window, and may be on their way for the first time.
    const one = shown[shown.length - 1 - below(Math.min(shown.length, 300) || 1)];
    return one === undefined ? null : showing(id, one[0], "replay", one[1]);
  }

  function wrong(id: string, now: number): Showing {
    const customerId = customerIdOf(below(Math.floor(bank.customers / guessedEvery)) * guessedEvery);
    return { id, customerId, shows: "wrong", step: null, otp: wrongCodeOf(customerId, now, below(100_000_000)) };
  }

  return {
    below,
    showing() {
      const id = `load-${seed}-${++count}`;
      const now = stepAt(Date.now(), bank.periodSeconds);
      const chance = below(10);
      const chosen = chance < 5 ? right(id, now) : chance < 8 ? replay(id) : null;
      return chosen ?? wrong(id, now);
    },
  };
}
