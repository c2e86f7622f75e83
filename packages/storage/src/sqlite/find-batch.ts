import type { DatabaseSync } from "node:sqlite";
import type { Subject } from "@warifu/rules";
import type { Found } from "../deciding/decide-batch.ts";
import type { Asked } from "../deciding/gather-acts.ts";
import { approvalSql } from "../rows/approval-row.ts";
import { openToken } from "../sealing/token-row.ts";
import type { LoadedToken } from "../sealing/token-row.ts";
import { customerTable } from "../tables/customer-table.ts";
import type { NumberedRow } from "./numbered-row.ts";
import type { ReadAhead } from "./read-ahead.ts";
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
