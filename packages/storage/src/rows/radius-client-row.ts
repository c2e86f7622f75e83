import type { RadiusClient } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell, RowOf } from "../tables/column.ts";
import { radiusClientTable } from "../tables/directory-tables.ts";
import { openEarlierSecret, sealEarlierSecret } from "./earlier-secret.ts";

type RadiusClientRow = RowOf<(typeof radiusClientTable)["columns"]>;

export const radiusClientRows = signedRows(radiusClientTable);

export function signRadiusClient(client: RadiusClient, keys: InstitutionKeys): Cell[] {
  const { radiusClientId, institutionId, name, address, sharedSecret, earlierSecret } = client;
  const row = {
    institution_id: institutionId,
    radius_client_id: radiusClientId,
    name,
    address,
    sealed_secret: keys.sealText(sharedSecret, radiusSecretOf(radiusClientId)),
    ...sealEarlierSecret(earlierSecret, earlierSecretOf(radiusClientId), keys),
  };
  return radiusClientRows.sign(row, keys);
}

/** Opens them all. One that was changed or cannot be read is left out, as if nobody had it: the others must not be silenced by it. */
export async function asRadiusClients(raws: readonly object[], keysOf: KeysOf): Promise<RadiusClient[]> {
  const rows = await radiusClientRows.readSound(raws, keysOf);
  return Promise.all(rows.map(async (row) => asRadiusClient(row, await keysOf(row.institution_id))));
}

/** @throws KeyUnreadable when a secret is damaged */
export function asRadiusClient(row: RadiusClientRow, keys: InstitutionKeys): RadiusClient {
  return {
    radiusClientId: row.radius_client_id,
    institutionId: row.institution_id,
    name: row.name,
    address: row.address,
    sharedSecret: keys.openText(row.sealed_secret, radiusSecretOf(row.radius_client_id)),
    ...openEarlierSecret(row, earlierSecretOf(row.radius_client_id), keys),
  };
}

/** See `changedClient`. @throws TypeError */
export function changedRadiusClient(before: RadiusClient, after: RadiusClient): RadiusClient {
  if (after.radiusClientId !== before.radiusClientId || after.institutionId !== before.institutionId) {
    throw new TypeError("The change gives a RADIUS client other IDs.");
  }
  return after;
}

const earlierSecretOf = (id: string): SealedFor => ({ subject: id, purpose: "earlier RADIUS secret" });
const radiusSecretOf = (radiusClientId: string): SealedFor => ({ subject: radiusClientId, purpose: "RADIUS secret" });
