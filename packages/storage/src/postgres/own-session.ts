import type pg from "pg";
import { DatabaseRefused } from "../database-url.ts";
import { connectOnce } from "./single-connection.ts";

/**
 * Whether each connection has a server process of its own for as long as it lives. Behind a pooler that shares them between
 * transactions, a second connection is given the process of the first, which waits: settings and prepared statements would be lost
 * and mixed up.
 * @throws DatabaseRefused where it has none · what a connection fails with
 */
export async function requireOwnSession(config: pg.ClientConfig): Promise<void> {
  const first = await connectOnce(config);
  try {
    const second = await connectOnce(config);
    try {
      await expectTwoProcesses(first, second);
    } finally {
      await second.end();
    }
  } finally {
    await first.end();
  }
}

/** A pooler gives the process that was idle last: seldom somebody else takes it in between, so it is tried again. */
async function expectTwoProcesses(first: pg.Client, second: pg.Client): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const ofFirst = await processOf(first);
    await second.query("BEGIN");
    const ofSecond = await processOf(second);
    await second.query("COMMIT");
    if (ofFirst === ofSecond) throw new DatabaseRefused(shared);
  }
}

const shared =
  "WARIFU_DATABASE leads to a pooler that shares connections between transactions (pgbouncer's pool_mode = transaction or statement): " +
  "settings and prepared statements would be lost. Use pool_mode = session, or PostgreSQL's own address.";

async function processOf(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid;
}
