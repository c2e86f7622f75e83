import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asRadiusClients, signRadiusClient } from "../rows/radius-client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { radiusClientTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";

type RadiusClients = Pick<DirectoryStore, "radiusClients" | "putRadiusClient" | "removeRadiusClient">;

const all = statement("SELECT * FROM radius_client ORDER BY radius_client_id");
const put = statement(upsertSql(radiusClientTable, "$"));
const remove = statement("DELETE FROM radius_client WHERE radius_client_id = $1 RETURNING 1 AS one");

export function postgresRadiusClients(database: Database, keysOf: KeysOf, change: ChangeDirectory): RadiusClients {
  return {
    radiusClients: async () => asRadiusClients(await database.read(all, []), keysOf),
    async putRadiusClient(client, event) {
      const values = signRadiusClient(client, await keysOf(client.institutionId));
      await change(async (session) => {
        await session.rows(put, values);
        return true;
      }, event);
    },
    removeRadiusClient: (radiusClientId, event) =>
      change(async (session) => {
        const removed = await session.rows(remove, [radiusClientId]);
        if (removed.length === 0) throw new DirectoryConflict("There is no such RADIUS client.");
        return true;
      }, event),
  };
}
