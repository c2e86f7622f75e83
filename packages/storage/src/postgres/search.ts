import type { CustomerSearch, FoundCustomer, OtpUse, SearchStore } from "@warifu/rules";
import { profileOf } from "../sealing/customer-row.ts";
import type { CustomerRow } from "../sealing/customer-row.ts";
import { kanaForm, phoneForm } from "../search-forms.ts";
import { readText, storedText } from "./array-literals.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";

/** The index holds only tokens on their way to 手順5, in the order of their ends: reading stops at the limit. */
const overdue = statement(
  `SELECT institution_id, customer_id FROM token
   WHERE life IN ('issued', 'activated') AND expires_at_ms <= $1 ORDER BY expires_at_ms LIMIT $2`,
);

export function postgresSearch(database: Database): SearchStore {
  return {
    async findCustomers(institutionId, search, limit) {
      const query = searchQuery(institutionId, search, limit);
      if (query === undefined) return [];
      return (await database.read<CustomerRow>(statement(query.sql), query.values)).map(asFound);
    },
    async customersWithExpiredTokens(nowMs, limit) {
      const rows = await database.read<Pick<CustomerRow, "institution_id" | "customer_id">>(overdue, [nowMs, limit]);
      const owners = rows.map((row) => ({ institutionId: row.institution_id, customerId: row.customer_id }));
      return [...new Map(owners.map((owner) => [JSON.stringify(owner), owner])).values()];
    },
  };
}

/** Undefined when nothing is asked for, or a name or number holds nothing that could be looked for. */
export function searchQuery(
  institutionId: string,
  search: CustomerSearch,
  limit: number,
): { sql: string; values: (string | number)[] } | undefined {
  const values: (string | number)[] = [storedText(institutionId)];
  const conditions: string[] = [];
  const leading = leadingColumn(search);
  // Only the most telling field may choose the index: an expression is in none.
  const column = (name: string) => (name === leading ? name : `(${name} || '')`);
  const equals = (name: string, value: string | undefined) => {
    if (value !== undefined) conditions.push(`${column(name)} = $${values.push(storedText(value))}`);
  };
  equals("customer_id", search.customerId);
  if (search.userId !== undefined) {
    const userId = values.push(storedText(search.userId));
    conditions.push(
      `customer_id = (SELECT customer_id FROM token WHERE institution_id COLLATE "POSIX" = $1 AND user_id = $${userId})`,
    );
  }
  equals("branch_code", search.branchCode);
  equals("account_number", search.accountNumber);
  if (search.phone !== undefined) {
    const phone = phoneForm(search.phone);
    if (phone === "") return undefined;
    equals("phone_form", phone);
  }
  if (search.nameKana !== undefined) {
    const kana = storedText(kanaForm(search.nameKana));
    if (kana === "") return undefined;
    // The beginning of the name is enough; as a range, so that the index serves it.
    const from = values.push(kana);
    const to = values.push(`${kana}\u{10FFFF}`);
    conditions.push(`${column("kana_form")} >= $${from} AND ${column("kana_form")} < $${to}`);
  }
  if (conditions.length === 0) return undefined;
  const institution = leading === "customer_id" ? "institution_id" : 'institution_id COLLATE "POSIX"';
  return {
    // Found first and put in order afterwards: otherwise the order would choose the index, and walk through everybody.
    sql: `WITH found AS MATERIALIZED (SELECT * FROM customer WHERE ${institution} = $1 AND ${conditions.join(" AND ")})
      SELECT * FROM found ORDER BY customer_id LIMIT $${values.push(limit)}`,
    values,
  };
}

function leadingColumn(search: CustomerSearch): string {
  if (search.customerId !== undefined || search.userId !== undefined) return "customer_id";
  if (search.phone !== undefined) return "phone_form";
  if (search.accountNumber !== undefined) return "account_number";
  return search.branchCode !== undefined && search.nameKana === undefined ? "branch_code" : "kana_form";
}

function asFound(row: CustomerRow): FoundCustomer {
  const { name, nameKana, branchCode, accountNumber, phone } = profileOf(row);
  const read = (text: string | null) => (text === null ? null : readText(text));
  return {
    customerId: row.customer_id,
    use: row.otp_use as OtpUse,
    profile: {
      name: read(name),
      nameKana: read(nameKana),
      branchCode: read(branchCode),
      accountNumber: read(accountNumber),
      phone: read(phone),
    },
  };
}
