import type { RadiusClient } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell } from "../sealing/signed-rows.ts";
import type { RowOf } from "../tables/column.ts";
import { radiusClientTable } from "../tables/directory-tables.ts";

type RadiusClientRow = RowOf<(typeof radiusClientTable)["columns"]>;

const radiusClientRows = signedRows(radiusClientTable);

export function signRadiusClient(client: RadiusClient, keys: InstitutionKeys): Cell[] {
  const { radiusClientId, institutionId, name, address, sharedSecret } = client;
  const row = {
    institution_id: institutionId,
    radius_client_id: radiusClientId,
    name,
    address,
    sealed_secret: keys.sealText(sharedSecret, radiusSecretOf(radiusClientId)),
  };
  return radiusClientRows.sign(row, keys);
}

/** Opens them all. One that was changed or cannot be read is left out, as if nobody had it: the others must not be silenced by it. */
export async function asRadiusClients(raws: readonly object[], keysOf: KeysOf): Promise<RadiusClient[]> {
  const rows = await radiusClientRows.readSound(raws, keysOf);
  return Promise.all(rows.map(async (row) => asRadiusClient(row, await keysOf(row.institution_id))));
}

function asRadiusClient(row: RadiusClientRow, keys: InstitutionKeys): RadiusClient {
  return {
    radiusClientId: row.radius_client_id,
    institutionId: row.institution_id,
    name: row.name,
    address: row.address,
    sharedSecret: keys.openText(row.sealed_secret, radiusSecretOf(row.radius_client_id)),
  };
}

const radiusSecretOf = (radiusClientId: string): SealedFor => ({ subject: radiusClientId, purpose: "RADIUS secret" });
