import pg from "pg";
import { NotConnected, wordsOf } from "./trouble.ts";

/**
 * One connection beside the pool, statements one by one. End it with `end()`.
 * @throws the server's own error · NotConnected
 */
export async function connectOnce(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, pipeline: false });
  // Told by the statement that meets it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    // It never was a connection: an orderly end might wait for an answer for ever.
    client.connection.stream.destroy();
    throw error instanceof pg.DatabaseError ? error : new NotConnected(wordsOf(error), { cause: error });
  }
}
