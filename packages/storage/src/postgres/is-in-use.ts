import { cannotOpen } from "./cannot-open.ts";
import { connectionConfig } from "./database.ts";
import { readPostgresUrl } from "./postgres-options.ts";
import { connectOnce } from "./single-connection.ts";

/**
 * Whether something is sealed there already, which only the key ring of that time opens.
 * @throws DatabaseRefused
 */
export async function isPostgresInUse(url: string): Promise<boolean> {
  const options = readPostgresUrl(url);
  try {
    const client = await connectOnce(connectionConfig(options));
    try {
      const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('data_key') IS NOT NULL AS there");
      if (rows[0]?.there !== true) return false;
      return (await client.query("SELECT 1 FROM data_key LIMIT 1")).rows.length > 0;
    } finally {
      await client.end();
    }
  } catch (error) {
    throw cannotOpen(error, options);
  }
}
