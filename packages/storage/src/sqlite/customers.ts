import type { DatabaseSync } from "node:sqlite";
import type { CustomerState, Decision, Subject } from "@warifu/rules";
import { customerKeyOf } from "../check-decision.ts";
import { checkCustomer, signCustomer } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { RowDamaged } from "../sealing/row-damaged.ts";
import { openToken, sealToken } from "../sealing/token-row.ts";
import type { LoadedToken, TokenRow } from "../sealing/token-row.ts";
import { columnsOf } from "./columns.ts";

/** A customer's state with the rows behind it. */
export interface LoadedState {
  readonly state: CustomerState;
  readonly loaded: readonly LoadedToken[];
}

export interface CustomerTable {
  /** @throws RowDamaged when a row is not as it was written */
  load(subject: Subject, keys: InstitutionKeys): LoadedState;
  write(subject: Subject, before: LoadedState, changes: Decision<unknown>["changes"], keys: InstitutionKeys): void;
}

export function sqliteCustomers(db: DatabaseSync): CustomerTable {
  const customerIdOfUserId = db.prepare("SELECT customer_id FROM token WHERE institution_id = ? AND user_id = ?");
  const selectCustomer = db.prepare("SELECT * FROM customer WHERE institution_id = ? AND customer_id = ?");
  const selectTokens = db.prepare(
    "SELECT * FROM token WHERE institution_id = ? AND customer_id = ? ORDER BY ordinal DESC",
  );
  const customerColumns = columnsOf(db, "customer");
  const tokenColumns = columnsOf(db, "token");
  const upsertCustomer = db.prepare(upsert("customer", customerColumns, ["institution_id", "customer_id"]));
  const upsertToken = db.prepare(upsert("token", tokenColumns, ["institution_id", "customer_id", "ordinal"]));

  const customerIdOf = (subject: Subject): string | undefined => {
    if ("customerId" in subject) return subject.customerId;
    const row = customerIdOfUserId.get(subject.institutionId, subject.userId);
    return row === undefined ? undefined : String(row["customer_id"]);
  };

  return {
    load(subject, keys) {
      const { institutionId } = subject;
      const customerId = customerIdOf(subject);
      if (customerId === undefined) return nobody;
      const customerRow = selectCustomer.get(institutionId, customerId) as CustomerRow | undefined;
      const tokenRows = selectTokens.all(institutionId, customerId) as unknown as TokenRow[];
      if (customerRow === undefined && tokenRows.length > 0) {
        throw new RowDamaged("A customer's row was removed from outside.");
      }
      const customer = customerRow === undefined ? null : checkCustomer(customerRow, keys);
      const loaded = tokenRows.map((row) => ({ row, token: openToken(row, keys) }));
      return { state: { customer, tokens: loaded.map(({ token }) => token) }, loaded };
    },

    write(subject, { state, loaded }, changes, keys) {
      const owner = customerKeyOf(subject, state);
      if (owner === null) return;
      if (changes.customer !== undefined) upsertCustomer.run({ ...signCustomer(changes.customer, keys) });
      let newestOrdinal = loaded[0]?.row.ordinal ?? 0;
      // Listed newest first, like a state: the last one gets the next ordinal.
      for (const token of (changes.tokens ?? []).toReversed()) {
        const before = loaded.find(({ row }) => row.token_id === token.tokenId);
        const ordinal = before?.row.ordinal ?? ++newestOrdinal;
        upsertToken.run({ ...sealToken(token, owner, ordinal, keys, before) });
      }
    },
  };
}

const nobody: LoadedState = { state: { customer: null, tokens: [] }, loaded: [] };

function upsert(table: string, columns: readonly string[], key: readonly string[]): string {
  const values = columns.map((column) => `:${column}`);
  const updates = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values.join(", ")})
    ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${updates.join(", ")}`;
}
