import pg from "pg";

/** One connection for as long as `body` needs it, closed whatever becomes of it. */
export async function withClient<Value>(url: string, body: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}
