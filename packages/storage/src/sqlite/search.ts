import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { CustomerSearch, FoundCustomer, OtpUse, SearchStore } from "@warifu/rules";
import { profileOf } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import { kanaForm, phoneForm } from "../search-forms.ts";

export function sqliteSearch(db: DatabaseSync): SearchStore {
  return {
    async findCustomers(institutionId, search, limit) {
      const query = searchQuery(institutionId, search, limit);
      if (query === undefined) return [];
      return (db.prepare(query.sql).all(...query.values) as unknown as CustomerRow[]).map(asFound);
    },
  };
}

interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

/** Undefined when nothing is asked for, or a name or number holds nothing that could be looked for. */
export function searchQuery(
  institutionId: string,
  search: CustomerSearch,
  limit: number,
): { sql: string; values: SQLInputValue[] } | undefined {
  const conditions: Condition[] = [];
  const equals = (column: string, value: string | undefined) => {
    if (value !== undefined) conditions.push({ sql: `${column} = ?`, values: [value] });
  };
  equals("customer_id", search.customerId);
  equals("branch_code", search.branchCode);
  equals("account_number", search.accountNumber);
  if (search.phone !== undefined) {
    const phone = phoneForm(search.phone);
    if (phone === "") return undefined;
    equals("phone_form", phone);
  }
  if (search.nameKana !== undefined) {
    const kana = kanaForm(search.nameKana);
    if (kana === "") return undefined;
    // The beginning of the name is enough; as a range, so that the index serves it.
    conditions.push({ sql: "kana_form >= ? AND kana_form < ?", values: [kana, `${kana}\u{10FFFF}`] });
  }
  if (search.userId !== undefined) {
    const sql = "customer_id IN (SELECT customer_id FROM token WHERE institution_id = ? AND user_id = ?)";
    conditions.push({ sql, values: [institutionId, search.userId] });
  }
  if (conditions.length === 0) return undefined;
  return {
    // "+" keeps the order from choosing the index: walking all customers in order would be a scan.
    sql: `SELECT * FROM customer WHERE institution_id = ? AND ${conditions.map(({ sql }) => sql).join(" AND ")}
      ORDER BY +customer_id LIMIT ?`,
    values: [institutionId, ...conditions.flatMap(({ values }) => values), limit],
  };
}

function asFound(row: CustomerRow): FoundCustomer {
  return { customerId: row.customer_id, use: row.otp_use as OtpUse, profile: profileOf(row) };
}
