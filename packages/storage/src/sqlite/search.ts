import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { CustomerSearch, FoundCustomer, OtpUse, SearchStore } from "@warifu/rules";
import { profileOf } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import { kanaForm, phoneForm } from "../search-forms.ts";

export function sqliteSearch(db: DatabaseSync): SearchStore {
  // The index holds only tokens on their way to 手順5, in the order of their ends: reading stops at the limit.
  const selectOverdue = db.prepare(
    `SELECT institution_id, customer_id FROM token INDEXED BY token_by_end
     WHERE life IN ('issued', 'activated') AND expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?`,
  );
  return {
    async findCustomers(institutionId, search, limit) {
      const query = searchQuery(institutionId, search, limit);
      if (query === undefined) return [];
      return (db.prepare(query.sql).all(...query.values) as unknown as CustomerRow[]).map(asFound);
    },
    async customersWithExpiredTokens(nowMs, limit) {
      const owners = selectOverdue.all(nowMs, limit).map((row) => ({
        institutionId: String(row["institution_id"]),
        customerId: String(row["customer_id"]),
      }));
      return [...new Map(owners.map((owner) => [JSON.stringify(owner), owner])).values()];
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
  // One customer at most is left once one of its IDs is given: "+" keeps the other columns from choosing the index.
  const free = search.customerId !== undefined || search.userId !== undefined ? "+" : "";
  const equals = (column: string, value: string | undefined) => {
    if (value !== undefined) conditions.push({ sql: `${column} = ?`, values: [value] });
  };
  equals("customer_id", search.customerId);
  equals(`${free}branch_code`, search.branchCode);
  equals(`${free}account_number`, search.accountNumber);
  if (search.phone !== undefined) {
    const phone = phoneForm(search.phone);
    if (phone === "") return undefined;
    equals(`${free}phone_form`, phone);
  }
  if (search.nameKana !== undefined) {
    const kana = kanaForm(search.nameKana);
    if (kana === "") return undefined;
    // The beginning of the name is enough; as a range, so that the index serves it.
    conditions.push({ sql: `${free}kana_form >= ? AND ${free}kana_form < ?`, values: [kana, `${kana}\u{10FFFF}`] });
  }
  if (search.userId !== undefined) {
    const sql = "customer_id IN (SELECT customer_id FROM token WHERE institution_id = ? AND user_id = ?)";
    conditions.push({ sql, values: [institutionId, search.userId] });
  }
  if (conditions.length === 0) return undefined;
  return {
    // "+" here too: walking all customers in order would be a scan.
    sql: `SELECT * FROM customer ${indexFor(search)} WHERE institution_id = ? AND ${conditions.map(({ sql }) => sql).join(" AND ")}
      ORDER BY +customer_id LIMIT ?`,
    values: [institutionId, ...conditions.flatMap(({ values }) => values), limit],
  };
}

/**
 * Names the index of the most telling field. Left alone, SQLite guesses that an institution has ten customers and walks through
 * all of them by the primary key.
 */
function indexFor(search: CustomerSearch): string {
  // The primary key finds these two at once.
  if (search.customerId !== undefined || search.userId !== undefined) return "";
  if (search.phone !== undefined) return "INDEXED BY customer_by_phone";
  if (search.accountNumber !== undefined && search.branchCode === undefined) return "INDEXED BY customer_by_account";
  if (search.accountNumber !== undefined || search.nameKana === undefined) return "INDEXED BY customer_by_branch";
  return "INDEXED BY customer_by_kana";
}

function asFound(row: CustomerRow): FoundCustomer {
  return { customerId: row.customer_id, use: row.otp_use as OtpUse, profile: profileOf(row) };
}
