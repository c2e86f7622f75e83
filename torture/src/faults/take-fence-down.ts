import { runSql } from "./postgres-bench.ts";

/** Does by hand, as superuser, what nothing in the product can: the fence goes back to "never raised". For the control only. */
export async function takeFenceDown(adminUrl: string): Promise<void> {
  await runSql(
    adminUrl,
    "ALTER TABLE fence DISABLE TRIGGER ALL; UPDATE fence SET raised_to_ms = 0; ALTER TABLE fence ENABLE TRIGGER ALL",
  );
}
