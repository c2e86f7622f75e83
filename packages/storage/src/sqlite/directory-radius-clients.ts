import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asRadiusClients, radiusSecretOf } from "../rows/radius-client-row.ts";
import type { RadiusClientRow } from "../rows/radius-client-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

type RadiusClients = Pick<DirectoryStore, "radiusClients" | "putRadiusClient" | "removeRadiusClient">;

export function sqliteRadiusClients(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): RadiusClients {
  const all = db.prepare("SELECT * FROM radius_client ORDER BY radius_client_id");
  const put = db.prepare(
    `INSERT INTO radius_client (institution_id, radius_client_id, name, address, sealed_secret) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (institution_id, radius_client_id) DO UPDATE SET name = excluded.name, address = excluded.address,
       sealed_secret = excluded.sealed_secret`,
  );
  const remove = db.prepare("DELETE FROM radius_client WHERE radius_client_id = ?");

  return {
    radiusClients: () => asRadiusClients(all.all() as unknown as RadiusClientRow[], keysOf),
    async putRadiusClient({ radiusClientId, institutionId, name, address, sharedSecret }, event) {
      const sealed = (await keysOf(institutionId)).sealText(sharedSecret, radiusSecretOf(radiusClientId));
      await change(() => {
        put.run(institutionId, radiusClientId, name, address, sealed);
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
