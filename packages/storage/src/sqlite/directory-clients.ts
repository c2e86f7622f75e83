import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asClient, changedClient, clientRows, signClient } from "../rows/client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { clientTable } from "../tables/directory-tables.ts";
import { insertSql, upsertSql } from "../tables/table-sql.ts";

type Clients = Pick<DirectoryStore, "client" | "clientsOf" | "addClient" | "changeClient">;

export function sqliteClients(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): Clients {
  const byId = db.prepare("SELECT * FROM client WHERE client_id = ?");
  const ofInstitution = db.prepare("SELECT * FROM client WHERE institution_id = ? ORDER BY client_id");
  const insert = db.prepare(insertSql(clientTable, "?"));
  const put = db.prepare(upsertSql(clientTable, "?"));
  const keysOfRow = (raw: Record<string, unknown>) => keysOf(String(raw["institution_id"]));
  return {
    async client(clientId) {
      const raw = byId.get(clientId);
      if (raw === undefined) return null;
      const keys = await keysOfRow(raw);
      return asClient(clientRows.check(raw, keys), keys);
    },
    async clientsOf(institutionId) {
      const rows = await clientRows.readSound(ofInstitution.all(institutionId), keysOf);
      return Promise.all(rows.map(async (row) => asClient(row, await keysOfRow(row))));
    },
    async addClient(client, event) {
      const values = signClient(client, await keysOf(client.institutionId));
      await change(() => {
        insert.run(...values);
        appendEvent(event);
      });
    },
    async changeClient(clientId, decide) {
      // A client stays with its institution: its keys are opened before the transaction begins.
      const known = byId.get(clientId);
      const keys = known === undefined ? null : await keysOfRow(known);
      await change(() => {
        const raw = byId.get(clientId);
        if (raw === undefined || keys === null) throw new DirectoryConflict("There is no such client.");
        const client = asClient(clientRows.check(raw, keys), keys);
        const { changed, event } = decide(client);
        put.run(...signClient(changedClient(client, changed), keys));
        appendEvent(event);
      });
    },
  };
}
