import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { SearchStore } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import { findInPages } from "../sealing/find-in-pages.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { formsOf, hashOf, kanaTrail, trailEnd } from "../sealing/search-hashes.ts";
import type { SearchForms } from "../sealing/search-hashes.ts";
import { customerTable } from "../tables/customer-table.ts";
import { select } from "./select.ts";

export function sqliteSearch(db: DatabaseSync, keysOf: KeysOf): SearchStore {
  // The index holds only tokens on their way to 手順5, in the order of their ends: reading stops at the limit.
  const selectOverdue = db.prepare(
    `SELECT institution_id, customer_id FROM token INDEXED BY token_by_end
     WHERE life IN ('issued', 'activated') AND expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?`,
  );
  return {
    async findCustomers(institutionId, search, limit) {
      const forms = formsOf(search);
      if (forms === undefined) return [];
      const keys = await keysOf(institutionId);
      return findInPages(forms, limit, keys, async (after) => {
        const { sql, values } = searchQuery(institutionId, forms, limit, keys, after);
        return select(db, customerTable, () => sql).all(...values);
      });
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
  readonly values: readonly SQLInputValue[];
}

/** @param after the last customer ID of the page before */
export function searchQuery(
  institutionId: string,
  forms: SearchForms,
  limit: number,
  keys: InstitutionKeys,
  after = "",
): { sql: string; values: SQLInputValue[] } {
  const conditions: Condition[] = [];
  // One customer at most is left once one of its IDs is given: "+" keeps the other columns from choosing the index.
  const free = forms.customerId !== undefined || forms.userId !== undefined ? "+" : "";
  const equals = (column: string, value: SQLInputValue | undefined) => {
    if (value !== undefined) conditions.push({ sql: `${column} = ?`, values: [value] });
  };
  equals("customer_id", forms.customerId);
  equals(`${free}branch_hash`, forms.branch === undefined ? undefined : hashOf("branch", forms.branch, keys));
  equals(`${free}account_hash`, forms.account === undefined ? undefined : hashOf("account", forms.account, keys));
  equals(`${free}phone_hash`, forms.phone === undefined ? undefined : hashOf("phone", forms.phone, keys));
  if (forms.kana !== undefined) {
    const trail = kanaTrail(forms.kana, keys);
    conditions.push({
      sql: `${free}kana_trail >= ? AND ${free}kana_trail < ?`,
      values: [trail, trailEnd(trail)],
    });
  }
  if (forms.userId !== undefined) {
    const sql = "customer_id = (SELECT customer_id FROM token WHERE institution_id = ? AND user_id = ?)";
    conditions.push({ sql, values: [institutionId, forms.userId] });
  }
  return {
    // "+" here too: walking all customers in order would be a scan.
    sql: `SELECT * FROM customer ${indexFor(forms)} WHERE institution_id = ? AND ${conditions.map(({ sql }) => sql).join(" AND ")}
      AND +customer_id > ? ORDER BY +customer_id LIMIT ?`,
    values: [institutionId, ...conditions.flatMap(({ values }) => values), after, limit],
  };
}

/**
 * Names the index of the most telling field. Left alone, SQLite guesses that an institution has ten customers and walks through
 * all of them by the primary key.
 */
function indexFor(forms: SearchForms): string {
  // The primary key finds these two at once.
  if (forms.customerId !== undefined || forms.userId !== undefined) return "";
  if (forms.phone !== undefined) return "INDEXED BY customer_by_phone_hash";
  if (forms.account !== undefined && forms.branch === undefined) return "INDEXED BY customer_by_account_hash";
  if (forms.account !== undefined || forms.kana === undefined) return "INDEXED BY customer_by_branch_hash";
  return "INDEXED BY customer_by_kana_trail";
}
