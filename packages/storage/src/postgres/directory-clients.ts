import type { DirectoryStore } from "@warifu/rules";
import { asClient, clientRows, signClient } from "../rows/client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { clientTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";

type Clients = Pick<DirectoryStore, "client" | "clientsOf" | "putClient">;

const byId = statement("SELECT * FROM client WHERE client_id = $1");
const ofInstitution = statement("SELECT * FROM client WHERE institution_id = $1 ORDER BY client_id");
const put = statement(upsertSql(clientTable, "$"));

export function postgresClients(database: Database, keysOf: KeysOf, change: ChangeDirectory): Clients {
  return {
    async client(clientId) {
      const [raw] = await database.read(byId, [clientId]);
      return raw === undefined ? null : asClient(await clientRows.read(raw, keysOf), keysOf);
    },
    async clientsOf(institutionId) {
      const rows = await clientRows.readSound(await database.read(ofInstitution, [institutionId]), keysOf);
      return Promise.all(rows.map((row) => asClient(row, keysOf)));
    },
    async putClient(client, event) {
      const values = signClient(client, await keysOf(client.institutionId));
      await change(async (session) => {
        await session.rows(put, values);
        return true;
      }, event);
    },
  };
}
