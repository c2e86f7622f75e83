import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { freshDatabases } from "./fresh-database.ts";
import { openOwned } from "./open-owned.ts";
import { composeSqliteStorage } from "./open-storage.ts";
import { makeInstitutionKeys } from "../sealing/institution-keys.ts";
import { formsOf } from "../sealing/search-hashes.ts";
import { searchQuery } from "./search.ts";

const databases = freshDatabases();
afterAll(databases.removeAll);
const someKeys = makeInstitutionKeys("ozora", new Map([[1, new Uint8Array(32)]]));

/** Statements that may read a whole table or all of an institution: those tables are small. */
const small =
  /^SCAN (fence|institution|CONSTANT ROW)$|^SCAN radius_client USING INDEX radius_client_by_id$|^SEARCH (institution|brand|client|staff|data_key) USING PRIMARY KEY \(institution_id=\?\)$/;
/** One row of an institution, or the end of an index, although the plan calls it by the index's beginning. */
const oneRow = /max\(cursor\) AS newest FROM event |max\(number\) AS newest FROM token_state/;
/** Read as a whole when the file is opened: it holds what is not settled, which is bounded. */
const atStart = /FROM journal ORDER BY seq/;

function planOf(db: DatabaseSync, sql: string, values: readonly SQLInputValue[] = []): string[] {
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  return rows.map(({ detail }) => String(detail));
}

/** Whether this part of a plan takes longer the more customers an institution has. */
const walks = (part: string) =>
  !small.test(part) && (part.startsWith("SCAN") || part.endsWith("(institution_id=?)") || part.endsWith("(kind=?)"));

describe("the cost of a request does not grow with the number of customers:", () => {
  it("no statement of the store walks through a table", async () => {
    const { path, vault } = await databases.make();
    const owned = openOwned(path);
    const { db } = owned;
    const statements: string[] = [];
    const prepare = db.prepare.bind(db);
    db.prepare = (sql) => {
      statements.push(sql);
      return prepare(sql);
    };
    const storage = await composeSqliteStorage(owned, vault, () => 0);
    db.prepare = prepare;
    // What asks for the schema itself runs once, at the start.
    const asked = statements.filter((sql) => !/pragma/i.test(sql) && !oneRow.test(sql) && !atStart.test(sql));
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter((sql) => planOf(db, sql).some(walks))).toEqual([]);
    await storage.close();
  });

  it.each([
    ["customer ID", { customerId: "hanako" }, "PRIMARY KEY (institution_id=? AND customer_id=?)"],
    ["user ID", { userId: "U" }, "PRIMARY KEY (institution_id=? AND customer_id=?)"],
    ["user ID and name", { userId: "U", nameKana: "や" }, "PRIMARY KEY (institution_id=? AND customer_id=?)"],
    ["phone", { phone: "03" }, "INDEX customer_by_phone_hash (institution_id=? AND phone_hash=?)"],
    [
      "phone and name",
      { phone: "03", nameKana: "や" },
      "INDEX customer_by_phone_hash (institution_id=? AND phone_hash=?)",
    ],
    ["branch", { branchCode: "001" }, "INDEX customer_by_branch_hash (institution_id=? AND branch_hash=?)"],
    ["account", { accountNumber: "1" }, "INDEX customer_by_account_hash (institution_id=? AND account_hash=?)"],
    [
      "branch and account",
      { branchCode: "001", accountNumber: "1" },
      "INDEX customer_by_branch_hash (institution_id=? AND branch_hash=? AND account_hash=?)",
    ],
    ["name", { nameKana: "や" }, "INDEX customer_by_kana_trail (institution_id=? AND kana_trail>? AND kana_trail<?)"],
    [
      "branch and name",
      { branchCode: "001", nameKana: "や" },
      "INDEX customer_by_kana_trail (institution_id=? AND kana_trail>? AND kana_trail<?)",
    ],
  ])("a search by %s uses its index", async (_what, search, index) => {
    const { db, close } = openOwned((await databases.make()).path);
    const query = searchQuery("ozora", formsOf(search) ?? {}, 10, someKeys);
    const plan = planOf(db, query.sql, query.values);
    expect(plan[0]).toBe(`SEARCH customer USING ${index}`);
    expect(plan.filter(walks)).toEqual([]);
    close();
  });
});
