import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asClient, changedClient, clientRows, signClient } from "../rows/client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { clientTable } from "../tables/directory-tables.ts";
import { insertSql, upsertSql } from "../tables/table-sql.ts";

type Clients = Pick<DirectoryStore, "client" | "clientsOf" | "addClient" | "changeClient">;

const byId = statement("SELECT * FROM client WHERE client_id = $1");
const lockById = statement("SELECT * FROM client WHERE client_id = $1 FOR UPDATE");
const ofInstitution = statement("SELECT * FROM client WHERE institution_id = $1 ORDER BY client_id");
const insert = statement(insertSql(clientTable, "$"));
const put = statement(upsertSql(clientTable, "$"));

export function postgresClients(database: Database, keysOf: KeysOf, change: ChangeDirectory): Clients {
  const read = async (clientId: string) => {
    const [raw] = await database.read<{ institution_id: string }>(byId, [clientId]);
    return raw === undefined ? null : { raw, keys: await keysOf(raw.institution_id) };
  };
  return {
    async client(clientId) {
      const found = await read(clientId);
      return found === null ? null : asClient(clientRows.check(found.raw, found.keys), found.keys);
    },
    async clientsOf(institutionId) {
      const rows = await clientRows.readSound(await database.read(ofInstitution, [institutionId]), keysOf);
      return Promise.all(rows.map(async (row) => asClient(row, await keysOf(row.institution_id))));
    },
    async addClient(client, event) {
      const values = signClient(client, await keysOf(client.institutionId));
      await change(async (session) => {
        await session.rows(insert, values);
        return event;
      });
    },
    async changeClient(clientId, decide) {
      // A client stays with its institution: its keys are opened before the transaction begins.
      const known = await read(clientId);
      await change(async (session) => {
        const [raw] = await session.rows(lockById, [clientId]);
        if (raw === undefined || known === null) throw new DirectoryConflict("There is no such client.");
        const client = asClient(clientRows.check(raw, known.keys), known.keys);
        const { changed, event } = decide(client);
        await session.rows(put, signClient(changedClient(client, changed), known.keys));
        return event;
      });
    },
  };
}
