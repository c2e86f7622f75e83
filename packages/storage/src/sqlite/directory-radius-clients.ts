import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import {
  asRadiusClient,
  asRadiusClients,
  changedRadiusClient,
  radiusClientRows,
  signRadiusClient,
} from "../rows/radius-client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { radiusClientTable } from "../tables/directory-tables.ts";
import { insertSql, upsertSql } from "../tables/table-sql.ts";

type RadiusClients = Pick<
  DirectoryStore,
  "radiusClients" | "addRadiusClient" | "changeRadiusClient" | "removeRadiusClient"
>;

export function sqliteRadiusClients(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): RadiusClients {
  const all = db.prepare("SELECT * FROM radius_client ORDER BY radius_client_id");
  const byId = db.prepare("SELECT * FROM radius_client WHERE radius_client_id = ?");
  const insert = db.prepare(insertSql(radiusClientTable, "?"));
  const put = db.prepare(upsertSql(radiusClientTable, "?"));
  const remove = db.prepare("DELETE FROM radius_client WHERE radius_client_id = ?");

  return {
    radiusClients: () => asRadiusClients(all.all(), keysOf),
    async addRadiusClient(client, event) {
      const values = signRadiusClient(client, await keysOf(client.institutionId));
      await change(() => {
        insert.run(...values);
        appendEvent(event);
      });
    },
    async changeRadiusClient(radiusClientId, decide) {
      // It stays with its institution: its keys are opened before the transaction begins.
      const known = byId.get(radiusClientId);
      const keys = known === undefined ? null : await keysOf(String(known["institution_id"]));
      await change(() => {
        const raw = byId.get(radiusClientId);
        if (raw === undefined || keys === null) throw new DirectoryConflict("There is no such RADIUS client.");
        const client = asRadiusClient(radiusClientRows.check(raw, keys), keys);
        const { changed, event } = decide(client);
        put.run(...signRadiusClient(changedRadiusClient(client, changed), keys));
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
