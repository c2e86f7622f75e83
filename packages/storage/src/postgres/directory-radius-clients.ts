import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asRadiusClients, radiusSecretOf } from "../rows/radius-client-row.ts";
import type { RadiusClientRow } from "../rows/radius-client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

type RadiusClients = Pick<DirectoryStore, "radiusClients" | "putRadiusClient" | "removeRadiusClient">;

const all = statement("SELECT * FROM radius_client ORDER BY radius_client_id");
const put = statement(
  `INSERT INTO radius_client (institution_id, radius_client_id, name, address, sealed_secret) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (institution_id, radius_client_id) DO UPDATE SET name = excluded.name, address = excluded.address,
     sealed_secret = excluded.sealed_secret`,
);
const remove = statement("DELETE FROM radius_client WHERE radius_client_id = $1 RETURNING 1 AS one");

export function postgresRadiusClients(database: Database, keysOf: KeysOf, change: ChangeDirectory): RadiusClients {
  return {
    radiusClients: async () => asRadiusClients(await database.read<RadiusClientRow>(all, []), keysOf),
    async putRadiusClient({ radiusClientId, institutionId, name, address, sharedSecret }, event) {
      const sealed = (await keysOf(institutionId)).sealText(sharedSecret, radiusSecretOf(radiusClientId));
      await change(async (session) => {
        await session.rows(put, [institutionId, radiusClientId, name, address, sealed]);
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
