import type { Storage, StoredEvent } from "@warifu/rules";
import { customerIdOf } from "./bank.ts";
import type { Bank } from "./bank.ts";
import type { Stored } from "./compare-ledger.ts";

/** Reads everything that the comparison needs, through the store's own ports: what a row's MAC refuses is found too. */
export async function readStored(storage: Storage, bank: Bank): Promise<Stored> {
  const events: StoredEvent[] = [];
  for (let cursor = 0; ;) {
    const page = await storage.eventsAfter(bank.institutionId, cursor, 1000);
    events.push(...page);
    const last = page.at(-1);
    if (last === undefined) break;
    if (last.cursor <= cursor) throw new Error("The event feed does not go on");
    cursor = last.cursor;
  }
  const tokens = new Map<string, { lastStep: number; wrongSinceConfirm: number }>();
  for (let index = 0; index < bank.customers; index++) {
    const customerId = customerIdOf(index);
    const { tokens: found } = await storage.look({ institutionId: bank.institutionId, customerId });
    const token = found.find(({ life }) => life === "inUse");
    if (token === undefined) throw new Error(`${customerId} has no token in use any more`);
    tokens.set(customerId, { lastStep: token.lastStep, wrongSinceConfirm: token.wrongSinceConfirm });
  }
  return { events, tokens };
}
