import type { SearchStore } from "@warifu/rules";
import type { CustomerRow } from "../sealing/customer-row.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { findInPages } from "../sealing/find-in-pages.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { formsOf, hashOf, kanaTrail, trailEnd } from "../sealing/search-hashes.ts";
import type { SearchForms } from "../sealing/search-hashes.ts";
import { storedText } from "./array-literals.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";

/** The index holds only tokens on their way to 手順5, in the order of their ends: reading stops at the limit. */
const overdue = statement(
  `SELECT institution_id, customer_id FROM token
   WHERE life IN ('issued', 'activated') AND expires_at_ms <= $1 ORDER BY expires_at_ms LIMIT $2`,
);

export function postgresSearch(database: Database, keysOf: KeysOf): SearchStore {
  return {
    async findCustomers(institutionId, search, limit) {
      const forms = formsOf(search);
      if (forms === undefined) return [];
      const keys = await keysOf(institutionId);
      return findInPages(forms, limit, keys, (after) => {
        const { sql, values } = searchQuery(institutionId, forms, limit, keys, after);
        return database.read<CustomerRow>(statement(sql), values);
      });
    },
    async customersWithExpiredTokens(nowMs, limit) {
      const rows = await database.read<Pick<CustomerRow, "institution_id" | "customer_id">>(overdue, [nowMs, limit]);
      const owners = rows.map((row) => ({ institutionId: row.institution_id, customerId: row.customer_id }));
      return [...new Map(owners.map((owner) => [JSON.stringify(owner), owner])).values()];
    },
  };
}

/** @param after the last customer ID of the page before */
export function searchQuery(
  institutionId: string,
  forms: SearchForms,
  limit: number,
  keys: InstitutionKeys,
  after = "",
): { sql: string; values: (string | number | Uint8Array)[] } {
  const values: (string | number | Uint8Array)[] = [storedText(institutionId)];
  const conditions: string[] = [];
  const leading = leadingColumn(forms);
  // Only the most telling field may choose the index: an expression is in none.
  const column = (name: string, nothing = "''") => (name === leading ? name : `(${name} || ${nothing})`);
  const hashed = (name: string) => column(name, "''::bytea");
  const equals = (name: string, value: Uint8Array | undefined) => {
    if (value !== undefined) conditions.push(`${hashed(name)} = $${values.push(value)}`);
  };
  if (forms.customerId !== undefined) conditions.push(`customer_id = $${values.push(storedText(forms.customerId))}`);
  if (forms.userId !== undefined) {
    const userId = values.push(storedText(forms.userId));
    conditions.push(
      `customer_id = (SELECT customer_id FROM token WHERE institution_id COLLATE "POSIX" = $1 AND user_id = $${userId})`,
    );
  }
  equals("branch_hash", forms.branch === undefined ? undefined : hashOf("branch", forms.branch, keys));
  equals("account_hash", forms.account === undefined ? undefined : hashOf("account", forms.account, keys));
  equals("phone_hash", forms.phone === undefined ? undefined : hashOf("phone", forms.phone, keys));
  if (forms.kana !== undefined) {
    // The beginning of the name is enough; as a range, so that the index serves it.
    const trail = kanaTrail(forms.kana, keys);
    const from = values.push(trail);
    const to = values.push(trailEnd(trail));
    conditions.push(`${hashed("kana_trail")} >= $${from} AND ${hashed("kana_trail")} < $${to}`);
  }
  conditions.push(`(customer_id || '') COLLATE "C" > $${values.push(storedText(after))}`);
  const institution = leading === "customer_id" ? "institution_id" : 'institution_id COLLATE "POSIX"';
  return {
    // Found first and put in order afterwards: otherwise the order would choose the index, and walk through everybody.
    sql: `WITH found AS MATERIALIZED (SELECT * FROM customer WHERE ${institution} = $1 AND ${conditions.join(" AND ")})
      SELECT * FROM found ORDER BY customer_id LIMIT $${values.push(limit)}`,
    values,
  };
}

function leadingColumn(forms: SearchForms): string {
  if (forms.customerId !== undefined || forms.userId !== undefined) return "customer_id";
  if (forms.phone !== undefined) return "phone_hash";
  if (forms.account !== undefined) return "account_hash";
  return forms.branch !== undefined && forms.kana === undefined ? "branch_hash" : "kana_trail";
}
