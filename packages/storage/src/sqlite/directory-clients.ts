import type { DatabaseSync } from "node:sqlite";
import type { DirectoryStore } from "@warifu/rules";
import { asClient, clientRows, signClient } from "../rows/client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { clientTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";

type Clients = Pick<DirectoryStore, "client" | "clientsOf" | "putClient">;

export function sqliteClients(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): Clients {
  const byId = db.prepare("SELECT * FROM client WHERE client_id = ?");
  const ofInstitution = db.prepare("SELECT * FROM client WHERE institution_id = ? ORDER BY client_id");
  const put = db.prepare(upsertSql(clientTable, "?"));
  return {
    async client(clientId) {
      const raw = byId.get(clientId);
      return raw === undefined ? null : asClient(await clientRows.read(raw, keysOf), keysOf);
    },
    async clientsOf(institutionId) {
      const rows = await clientRows.readSound(ofInstitution.all(institutionId), keysOf);
      return Promise.all(rows.map((row) => asClient(row, keysOf)));
    },
    async putClient(client, event) {
      const values = signClient(client, await keysOf(client.institutionId));
      await change(() => {
        put.run(...values);
        appendEvent(event);
      });
    },
  };
}
