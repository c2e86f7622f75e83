import type { PostgresOptions } from "./postgres-options.ts";

/**
 * Every statement of the store finds its rows by an index: plans are made once and never walk through a table. The test that looks at
 * plans sets them too.
 */
export const planning = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  jit: "off",
} as const;

/** What holds on each connection, whatever the database's and the role's defaults are. Times in milliseconds. */
export function sessionSettings({
  statementTimeoutMs,
  lockTimeoutMs,
}: PostgresOptions): Readonly<Record<string, string>> {
  return {
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(lockTimeoutMs),
    idle_in_transaction_session_timeout: String(statementTimeoutMs + 5000),
    // What is read after a lock is what was committed before the lock was given.
    default_transaction_isolation: "read committed",
    ...planning,
  };
}

/** A query that sets them for the session. Asked and not given at the connection's start, where poolers refuse what they do not know. */
export function setForSession(settings: Readonly<Record<string, string>>): string {
  const sets = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  return `SELECT ${sets.join(", ")}`;
}
