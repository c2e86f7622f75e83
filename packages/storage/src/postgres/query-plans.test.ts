import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshPostgres } from "./fresh-database.ts";
import type { FreshPostgres } from "./fresh-database.ts";
import "./open-storage.ts";
import { makeInstitutionKeys } from "../sealing/institution-keys.ts";
import { formsOf } from "../sealing/search-hashes.ts";
import { searchQuery } from "./search.ts";
import { planning, setForSession } from "./session-settings.ts";
import { everyStatement } from "./statement.ts";
import { clusterMissing } from "./test-cluster.ts";

const missing = clusterMissing();
const someKeys = makeInstitutionKeys("ozora", new Map([[1, new Uint8Array(32)]]));

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly Plan[];
}

const large = ["customer", "token", "event", "kept_answer", "mail", "record", "record_group", "api_key"];

describe.skipIf(missing !== null)(
  `no statement walks through customers${missing === null ? "" : ` (left out: ${missing})`}`,
  () => {
    let fresh: FreshPostgres;
    let client: pg.Client;
    beforeAll(async () => {
      fresh = await freshPostgres();
      client = new pg.Client({ connectionString: fresh.cluster.url });
      await client.connect();
      await client.query(setForSession(planning));
    });
    afterAll(async () => {
      await client.end();
      await fresh.stop();
    });

    const scans = async (sql: string): Promise<Plan[]> => {
      const count = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
      await client.query(`PREPARE asked AS ${sql}`);
      const nulls = count === 0 ? "" : `(${Array.from({ length: count }, () => "NULL").join(", ")})`;
      const { rows } = await client.query<{ "QUERY PLAN": readonly { Plan: Plan }[] }>(
        `EXPLAIN (FORMAT JSON) EXECUTE asked${nulls}`,
      );
      await client.query("DEALLOCATE asked");
      const all: Plan[] = [];
      const visit = (plan: Plan) => {
        all.push(plan);
        plan.Plans?.forEach(visit);
      };
      rows[0]?.["QUERY PLAN"].forEach(({ Plan: plan }) => visit(plan));
      return all.filter((plan) => plan["Node Type"].endsWith(" Scan"));
    };
    /** Whether this part of a plan takes longer the more customers an institution has. */
    const walks = (plan: Plan): boolean => {
      const {
        "Node Type": type,
        "Relation Name": table,
        "Index Name": index = "",
        "Index Cond": condition = "",
      } = plan;
      // What it reads is found by the index scan below it.
      if (type === "Bitmap Heap Scan") return false;
      if (!large.some((name) => table === name || (table === undefined && index.startsWith(name)))) return false;
      return condition === "" || /^\((institution_id|kind) = [^()]*\)$/.test(condition);
    };

    it("of those the store is made of, also when it is planned while the tables are empty", async () => {
      const statements = everyStatement().filter((sql) => !sql.includes("warifu_schema"));
      expect(statements.length).toBeGreaterThan(50);
      const walking = [];
      for (const sql of statements) {
        const found = (await scans(sql)).filter(walks);
        if (found.length > 0) walking.push({ sql, found });
      }
      expect(walking).toEqual([]);
    });

    it.each([
      ["customer ID", { customerId: "hanako" }, "customer_pkey"],
      ["customer ID and name", { customerId: "hanako", nameKana: "や" }, "customer_pkey"],
      ["user ID", { userId: "U" }, "customer_pkey"],
      ["phone", { phone: "03" }, "customer_by_phone_hash"],
      ["phone and name", { phone: "03", nameKana: "や" }, "customer_by_phone_hash"],
      ["branch", { branchCode: "001" }, "customer_by_branch_hash"],
      ["account", { accountNumber: "1" }, "customer_by_account_hash"],
      ["branch and account", { branchCode: "001", accountNumber: "1" }, "customer_by_account_hash"],
      ["name", { nameKana: "や" }, "customer_by_kana_trail"],
      ["branch and name", { branchCode: "001", nameKana: "や" }, "customer_by_kana_trail"],
    ])("of a search by %s", async (_what, search, index) => {
      await client.query("BEGIN");
      await client.query(`INSERT INTO customer (institution_id, customer_id, otp_use, issuances_at_ms, branch_hash, account_hash,
        kana_trail, phone_hash, mac)
      SELECT 'ozora', 'c' || n, 'applied', '[]', int4send(n % 300), int4send(n), int4send(n), int4send(n), '' FROM generate_series(1, 3000) AS n`);
      await client.query("ANALYZE customer");
      const found = await scans(searchQuery("ozora", formsOf(search) ?? {}, 10, someKeys).sql);
      await client.query("ROLLBACK");
      expect(found.filter(walks)).toEqual([]);
      const used = found.find(
        (plan) => plan["Relation Name"] === "customer" || plan["Index Name"]?.startsWith("customer"),
      );
      expect(used?.["Index Name"]).toBe(index);
    });
  },
);
