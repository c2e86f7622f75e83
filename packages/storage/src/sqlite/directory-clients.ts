import type { DatabaseSync } from "node:sqlite";
import type { Client, DirectoryStore } from "@warifu/rules";
import type { SealedFor } from "../sealing/institution-keys.ts";
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
    `INSERT INTO client (institution_id, client_id, name, redirect_uris, sealed_secret) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (institution_id, client_id) DO UPDATE SET name = excluded.name, redirect_uris = excluded.redirect_uris,
       sealed_secret = excluded.sealed_secret`,
  );
  const asClient = async (row: ClientRow): Promise<Client> => {
    const keys = await keysOf(row.institution_id);
    return {
      clientId: row.client_id,
      institutionId: row.institution_id,
      name: row.name,
      redirectUris: JSON.parse(row.redirect_uris) as string[],
      clientSecret: keys.openText(row.sealed_secret, secretOf(row.client_id)),
    };
  };
  return {
    async client(clientId) {
      const row = byId.get(clientId) as ClientRow | undefined;
      return row === undefined ? null : asClient(row);
    },
    clientsOf: async (institutionId) =>
      Promise.all((ofInstitution.all(institutionId) as unknown as ClientRow[]).map(asClient)),
    async putClient({ clientId, institutionId, name, redirectUris, clientSecret }, event) {
      const sealed = (await keysOf(institutionId)).sealText(clientSecret, secretOf(clientId));
      await change(() => {
        put.run(institutionId, clientId, name, JSON.stringify(redirectUris), sealed);
        appendEvent(event);
      });
    },
  };
}

interface ClientRow {
  readonly institution_id: string;
  readonly client_id: string;
  readonly name: string;
  readonly redirect_uris: string;
  readonly sealed_secret: Uint8Array;
}

const secretOf = (clientId: string): SealedFor => ({ subject: clientId, purpose: "client secret" });
