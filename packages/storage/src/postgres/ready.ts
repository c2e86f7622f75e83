import { clockToleranceMs } from "@warifu/rules";
import type { Readiness } from "@warifu/rules";
import { SchemaMismatch } from "../schema-mismatch.ts";
import type { Database } from "./database.ts";
import { requireSchema } from "./schema.ts";
import { statement } from "./statement.ts";

const ask = statement(
  `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only,
     floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS database_ms`,
);

/** @param nowMs the node's clock; null where a test has stopped it */
export async function readiness(database: Database, nowMs: (() => number) | null): Promise<Readiness> {
  try {
    const beforeMs = nowMs?.() ?? 0;
    const [row] = await database.read<{ read_only: boolean; database_ms: number }>(ask, []);
    const afterMs = nowMs?.() ?? 0;
    if (row === undefined || row.read_only) return "readOnly";
    await requireSchema(database);
    // The database looked at its clock at some moment between the two.
    const isAhead = row.database_ms > afterMs + clockToleranceMs;
    const isBehind = row.database_ms < beforeMs - clockToleranceMs;
    return nowMs !== null && (isAhead || isBehind) ? "clockApart" : "ready";
  } catch (error) {
    return error instanceof SchemaMismatch ? "otherSchema" : "unreachable";
  }
}
