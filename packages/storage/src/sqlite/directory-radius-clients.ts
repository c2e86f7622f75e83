import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asRadiusClients, signRadiusClient } from "../rows/radius-client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { radiusClientTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";

type RadiusClients = Pick<DirectoryStore, "radiusClients" | "putRadiusClient" | "removeRadiusClient">;

export function sqliteRadiusClients(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): RadiusClients {
  const all = db.prepare("SELECT * FROM radius_client ORDER BY radius_client_id");
  const put = db.prepare(upsertSql(radiusClientTable, "?"));
  const remove = db.prepare("DELETE FROM radius_client WHERE radius_client_id = ?");

  return {
    radiusClients: () => asRadiusClients(all.all(), keysOf),
    async putRadiusClient(client, event) {
      const values = signRadiusClient(client, await keysOf(client.institutionId));
      await change(() => {
        put.run(...values);
        appendEvent(event);
      });
    },
    async removeRadiusClient(radiusClientId, event) {
      await change(() => {
        if (Number(remove.run(radiusClientId).changes) === 0) {
          throw new DirectoryConflict("There is no such RADIUS client.");
        }
        appendEvent(event);
      });
    },
  };
}
