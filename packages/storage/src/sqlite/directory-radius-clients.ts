import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore, RadiusClient } from "@warifu/rules";
import type { SealedFor } from "../sealing/institution-keys.ts";
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
    radiusClients: async () =>
      Promise.all(
        (all.all() as unknown as RadiusClientRow[]).map(async (row): Promise<RadiusClient> => {
          const keys = await keysOf(row.institution_id);
          return {
            radiusClientId: row.radius_client_id,
            institutionId: row.institution_id,
            name: row.name,
            address: row.address,
            sharedSecret: keys.openText(row.sealed_secret, secretOf(row.radius_client_id)),
          };
        }),
      ),
    async putRadiusClient({ radiusClientId, institutionId, name, address, sharedSecret }, event) {
      const sealed = (await keysOf(institutionId)).sealText(sharedSecret, secretOf(radiusClientId));
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

interface RadiusClientRow {
  readonly institution_id: string;
  readonly radius_client_id: string;
  readonly name: string;
  readonly address: string;
  readonly sealed_secret: Uint8Array;
}

const secretOf = (radiusClientId: string): SealedFor => ({ subject: radiusClientId, purpose: "RADIUS secret" });
