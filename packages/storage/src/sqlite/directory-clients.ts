import type { DatabaseSync } from "node:sqlite";
import type { DirectoryStore } from "@warifu/rules";
import { asClient, clientSecretOf, openidColumn } from "../rows/client-row.ts";
import type { ClientRow } from "../rows/client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

type Clients = Pick<DirectoryStore, "client" | "clientsOf" | "putClient">;

export function sqliteClients(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): Clients {
  const byId = db.prepare("SELECT * FROM client WHERE client_id = ?");
  const ofInstitution = db.prepare("SELECT * FROM client WHERE institution_id = ? ORDER BY client_id");
  const put = db.prepare(
    `INSERT INTO client (institution_id, client_id, name, redirect_uris, sealed_secret, openid) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (institution_id, client_id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris,
       sealed_secret = excluded.sealed_secret, openid = excluded.openid`,
  );
  return {
    async client(clientId) {
      const row = byId.get(clientId) as ClientRow | undefined;
      return row === undefined ? null : asClient(row, keysOf);
    },
    clientsOf: async (institutionId) =>
      Promise.all((ofInstitution.all(institutionId) as unknown as ClientRow[]).map((row) => asClient(row, keysOf))),
    async putClient(client, event) {
      const { clientId, institutionId, name, redirectUris, clientSecret } = client;
      const sealed = (await keysOf(institutionId)).sealText(clientSecret, clientSecretOf(clientId));
      await change(() => {
        put.run(institutionId, clientId, name, JSON.stringify(redirectUris), sealed, openidColumn(client));
        appendEvent(event);
      });
    },
  };
}
