import { stepAt } from "@warifu/otp";
import { openTeller, showing } from "../ledger/ask.ts";
import type { Bank } from "../ledger/bank.ts";
import { openLedger, readLedger } from "../ledger/ledger.ts";
import { eventually } from "./eventually.ts";

export interface Replayed {
  /** Acknowledged codes that a phone may still show: only these prove anything. */
  readonly shown: number;
  readonly acceptedAgain: number;
}

/** Shows every acknowledged code again that is still inside the window, each until it gets an answer. */
export async function replayAcknowledged(bank: Bank, ledgerFile: string, url: string, name: string): Promise<Replayed> {
  const entries = readLedger(ledgerFile);
  const accepted = new Set(
    entries.flatMap((entry) => (entry.note === "answered" && entry.accepted === true ? [entry.id] : [])),
  );
  const oldest = stepAt(Date.now(), bank.periodSeconds) - 1;
  const codes = new Map<string, { customerId: string; step: number }>();
  for (const entry of entries) {
    if (entry.note !== "sent" || entry.step === null || !accepted.has(entry.id) || entry.step < oldest) continue;
    codes.set(`${entry.customerId} ${entry.step}`, { customerId: entry.customerId, step: entry.step });
  }

  const ledger = openLedger(ledgerFile);
  const teller = openTeller({ bank, urls: [url], ledger });
  const waiting = [...codes.values()].entries();
  let acceptedAgain = 0;
  const replay = async (): Promise<void> => {
    for (const [index, { customerId, step }] of waiting) {
      await eventually("a replay is answered", async () => {
        const answer = await teller.ask(showing(`${name}-${index}`, customerId, "replay", step), 0);
        if (answer.note === "lost" || answer.status !== 200) return null;
        if (answer.accepted === true) acceptedAgain += 1;
        return true;
      });
    }
  };
  await Promise.all(Array.from({ length: 8 }, replay));
  teller.close();
  ledger.close();
  return { shown: codes.size, acceptedAgain };
}
