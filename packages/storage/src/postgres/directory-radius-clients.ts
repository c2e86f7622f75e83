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
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { radiusClientTable } from "../tables/directory-tables.ts";
import { insertSql, upsertSql } from "../tables/table-sql.ts";

type RadiusClients = Pick<
  DirectoryStore,
  "radiusClients" | "addRadiusClient" | "changeRadiusClient" | "removeRadiusClient"
>;

const all = statement("SELECT * FROM radius_client ORDER BY radius_client_id");
const byId = statement("SELECT * FROM radius_client WHERE radius_client_id = $1");
const lockById = statement("SELECT * FROM radius_client WHERE radius_client_id = $1 FOR UPDATE");
const insert = statement(insertSql(radiusClientTable, "$"));
const put = statement(upsertSql(radiusClientTable, "$"));
const remove = statement("DELETE FROM radius_client WHERE radius_client_id = $1 RETURNING 1 AS one");

export function postgresRadiusClients(database: Database, keysOf: KeysOf, change: ChangeDirectory): RadiusClients {
  return {
    radiusClients: async () => asRadiusClients(await database.read(all, []), keysOf),
    async addRadiusClient(client, event) {
      const values = signRadiusClient(client, await keysOf(client.institutionId));
      await change(async (session) => {
        await session.rows(insert, values);
        return event;
      });
    },
    async changeRadiusClient(radiusClientId, decide) {
      // It stays with its institution: its keys are opened before the transaction begins.
      const [known] = await database.read<{ institution_id: string }>(byId, [radiusClientId]);
      const keys = known === undefined ? null : await keysOf(known.institution_id);
      await change(async (session) => {
        const [raw] = await session.rows(lockById, [radiusClientId]);
        if (raw === undefined || keys === null) throw new DirectoryConflict("There is no such RADIUS client.");
        const client = asRadiusClient(radiusClientRows.check(raw, keys), keys);
        const { changed, event } = decide(client);
        await session.rows(put, signRadiusClient(changedRadiusClient(client, changed), keys));
        return event;
      });
    },
    removeRadiusClient: (radiusClientId, event) =>
      change(async (session) => {
        const removed = await session.rows(remove, [radiusClientId]);
        if (removed.length === 0) throw new DirectoryConflict("There is no such RADIUS client.");
        return event;
      }),
  };
}
