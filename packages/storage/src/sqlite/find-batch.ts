import type { DatabaseSync } from "node:sqlite";
import type { EarlierAnswer, OnceKey, Subject } from "@warifu/rules";
import type { CustomerKey } from "../customer-key.ts";
import type { Found } from "../deciding/decide-batch.ts";
import { nameOf } from "../deciding/gather-acts.ts";
import type { Asked, NamedCustomer } from "../deciding/gather-acts.ts";
import { approvalSql } from "../rows/approval-row.ts";
import { openToken } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";
import { customerTable } from "../tables/customer-table.ts";
import type { Journal } from "./journal.ts";
import type { Unreadable, Wanted } from "./look-up.ts";
import type { NumberedRow } from "./numbered-row.ts";
import type { Reader } from "./reader.ts";
import { select } from "./select.ts";

/** A token with its place among the states. */
export interface NumberedToken extends LoadedToken, NumberedRow {}

export interface FindBatch {
  customerIdOf(subject: Subject): string | undefined;
  /**
   * Reads what every act needs ahead, in a thread, and what is rare when it is asked for. The file has one owner: nobody changes staff
   * while a batch is decided, and a customer's rows only by this batch.
   */
  find(batch: readonly Asked[]): Promise<Omit<Found<NumberedToken>, "fenceMs">>;
}

export function batchFinder(db: DatabaseSync, readAhead: ReadAhead, nowMs: () => number): FindBatch {
  const customerIdOfUserId = db.prepare("SELECT customer_id FROM token WHERE institution_id = ? AND user_id = ?");
  const selectCustomer = select(
    db,
    customerTable,
    (columns) => `SELECT ${columns} FROM customer WHERE institution_id = ? AND customer_id = ?`,
  );
  const selectApproval = db.prepare(approvalSql("?").one);
  const selectStaff = db.prepare("SELECT * FROM staff WHERE institution_id = ? AND staff_id = ?");
  let newestNumber = Number(db.prepare("SELECT max(number) AS newest FROM token_state").get()?.["newest"] ?? 0);
  return {
    customerIdOf(subject) {
      if ("customerId" in subject) return subject.customerId;
      const row = customerIdOfUserId.get(subject.institutionId, subject.userId);
      return row === undefined ? undefined : String(row["customer_id"]);
    },
    async find(batch) {
      const rows = await readAhead.read(batch);
      const atMs = nowMs();
      return {
        databaseMs: atMs,
        nowMs: atMs,
        // Whose ID came into the file only since it was asked for is nobody yet: they may be in another batch.
        ownerOf: () => undefined,
        tokensOf: (_institutionId, customer, keys) =>
          rows
            .tokensOf(customer)
            .map(({ row, number, newestEvent }) => ({ ...openToken(row, keys), number, newestEvent })),
        // A new number is given out once, whether or not the commit goes through.
        placed: (after, before) => ({
          ...after,
          number: before?.number ?? ++newestNumber,
          newestEvent: before?.newestEvent ?? null,
        }),
        customerRow: (institutionId, { customerId }) => selectCustomer.get(institutionId, customerId),
        approvalRow: (institutionId, approvalId) => selectApproval.get(institutionId, approvalId),
        staffRow: (institutionId, staffId) => selectStaff.get(institutionId, staffId),
        answer: rows.answer,
      };
    },
  };
}

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
