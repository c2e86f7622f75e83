import type { DirectoryStore } from "@warifu/rules";
import { asClient, clientSecretOf, openidColumn } from "../rows/client-row.ts";
import type { ClientRow } from "../rows/client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

type Clients = Pick<DirectoryStore, "client" | "clientsOf" | "putClient">;

const byId = statement("SELECT * FROM client WHERE client_id = $1");
const ofInstitution = statement("SELECT * FROM client WHERE institution_id = $1 ORDER BY client_id");
const put = statement(
  `INSERT INTO client (institution_id, client_id, name, redirect_uris, sealed_secret, openid) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (institution_id, client_id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris,
     sealed_secret = excluded.sealed_secret, openid = excluded.openid`,
);

export function postgresClients(database: Database, keysOf: KeysOf, change: ChangeDirectory): Clients {
  return {
    async client(clientId) {
      const [row] = await database.read<ClientRow>(byId, [clientId]);
      return row === undefined ? null : asClient(row, keysOf);
    },
    clientsOf: async (institutionId) =>
      Promise.all((await database.read<ClientRow>(ofInstitution, [institutionId])).map((row) => asClient(row, keysOf))),
    async putClient(client, event) {
      const { clientId, institutionId, name, redirectUris, clientSecret } = client;
      const sealed = (await keysOf(institutionId)).sealText(clientSecret, clientSecretOf(clientId));
      await change(async (session) => {
        await session.rows(put, [
          institutionId,
          clientId,
          name,
          JSON.stringify(redirectUris),
          sealed,
          openidColumn(client),
        ]);
        return true;
      }, event);
    },
  };
}
