import { setTimeout as pause } from "node:timers/promises";
import { watchLedger } from "../ledger/watch-ledger.ts";
import { isAccepted } from "../ledger/ledger.ts";
import type { Answered } from "../ledger/ledger.ts";

/** Ends a hang, and nothing that a busy machine takes its time for. */
export const patienceMs = 15 * 60_000;

/** Asks until it is given something; for what other processes do in their own time. @throws Error that names a hang */
export async function eventually<Value>(what: string, ask: () => Promise<Value | null> | Value | null): Promise<Value> {
  for (const began = performance.now(); ;) {
    const value = await ask();
    if (value !== null) return value;
    if (performance.now() - began > patienceMs)
      throw new Error(`Waited ${patienceMs / 60_000} minutes in vain: ${what}`);
    await pause(50);
  }
}

/** Waits until the load has been given so many answers of a kind from now on. */
export async function untilAnswered(
  what: string,
  ledgerFile: string,
  count: number,
  isOne: (answer: Answered) => boolean,
): Promise<void> {
  const watch = watchLedger(ledgerFile);
  let seen = 0;
  await eventually(what, () => {
    seen += watch.newAnswers().filter(isOne).length;
    return seen >= count ? true : null;
  });
}

/** Lets the load go on until it has been accepted so often: on a slow machine, too, enough happens between two faults. */
export function untilAccepted(ledgerFile: string, count: number): Promise<void> {
  return untilAnswered(`${count} codes are accepted`, ledgerFile, count, isAccepted);
}
