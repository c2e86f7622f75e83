import type { EarlierAnswer, OnceKey } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";
import { nameOf } from "../deciding/gather-acts.ts";
import type { Asked, NamedCustomer } from "../deciding/gather-acts.ts";
import type { Journal } from "./journal.ts";
import type { Unreadable, Wanted } from "./look-up.ts";
import type { NumberedRow } from "./numbered-row.ts";
import type { Reader } from "./reader.ts";

/** What a batch was read for, as it is now: nobody else changes it while the batch is under way. */
export interface ReadRows {
  /** Newest first, with the journal over them. @throws what kept them from being read */
  tokensOf(customer: NamedCustomer): readonly NumberedRow[];
  /** @throws what kept it from being read */
  answer(institutionId: string, once: OnceKey): EarlierAnswer | null;
}

export interface ReadAhead {
  read(batch: readonly Asked[]): Promise<ReadRows>;
  /** When everybody is done who began to read before now. */
  settled(): Promise<void>;
}

/**
 * Reads what the acts of a batch are about before it is decided. While rows are read they may be settled: whoever forgets an
 * entry of the journal waits until nobody holds rows from before it stood in them (`settled`). An entry that is laid over a row
 * it stands in already changes nothing.
 */
export function makeReadAhead(reader: Reader, journal: Journal, nowMs: () => number): ReadAhead {
  const reading = new Set<Promise<unknown>>();

  const readRows = async (batch: readonly Asked[]): Promise<ReadRows> => {
    const customers = new Map<string, CustomerKey>();
    const onceKeys = new Map<string, Wanted["onceKeys"][number]>();
    for (const { subject, customer } of batch) {
      const { institutionId, once } = subject;
      if (customer !== undefined) customers.set(customer.name, { institutionId, customerId: customer.customerId });
      if (once !== undefined) onceKeys.set(nameOf(institutionId, once.key), { institutionId, key: once.key });
    }
    const found = await reader.lookUp({ customers: [...customers.values()], onceKeys: [...onceKeys.values()] });
    const tokens = new Map(
      [...customers.keys()].map((name, index) => {
        const one = found.customers[index];
        return [name, one === undefined || "error" in one ? one : one.rows.map((row) => journal.newest(row))];
      }),
    );
    const answers = new Map([...onceKeys.keys()].map((name, index) => [name, found.answers[index]]));
    return {
      tokensOf({ name }) {
        const rows = tokens.get(name);
        if (rows === undefined) throw new RangeError("A customer is decided on whom nobody asked for.");
        if ("error" in rows) throw errorOf(rows);
        return rows;
      },
      answer(institutionId, { key }) {
        const answer = answers.get(nameOf(institutionId, key));
        if (answer === undefined) throw new RangeError("A once key is decided on that nobody asked for.");
        if (answer === null) return null;
        if ("error" in answer) throw errorOf(answer);
        const { fingerprint, outcome, expiresAtMs } = answer;
        return expiresAtMs > nowMs() ? { fingerprint, outcome: JSON.parse(outcome) } : null;
      },
    };
  };

  return {
    read(batch) {
      const rows = readRows(batch);
      const done = rows.catch(() => undefined).finally(() => reading.delete(done));
      reading.add(done);
      return rows;
    },
    async settled() {
      await Promise.all(reading);
    },
  };
}

function errorOf({ error, errcode }: Unreadable): Error {
  return Object.assign(new Error(error), { errcode });
}
