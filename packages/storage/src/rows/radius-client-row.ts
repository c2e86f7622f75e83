import { KeyUnreadable } from "@warifu/rules";
import type { RadiusClient } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { SealedFor } from "../sealing/institution-keys.ts";

/** A RADIUS client as every database keeps it. */
export interface RadiusClientRow {
  readonly institution_id: string;
  readonly radius_client_id: string;
  readonly name: string;
  readonly address: string;
  readonly sealed_secret: Uint8Array;
}

/** Opens them all. One whose secret cannot be read is left out, as if nobody had it: the others must not be silenced by it. */
export async function asRadiusClients(rows: readonly RadiusClientRow[], keysOf: KeysOf): Promise<RadiusClient[]> {
  const opened = await Promise.all(rows.map((row) => asRadiusClient(row, keysOf)));
  return opened.filter((client) => client !== null);
}

async function asRadiusClient(row: RadiusClientRow, keysOf: KeysOf): Promise<RadiusClient | null> {
  try {
    const keys = await keysOf(row.institution_id);
    return {
      radiusClientId: row.radius_client_id,
      institutionId: row.institution_id,
      name: row.name,
      address: row.address,
      sharedSecret: keys.openText(row.sealed_secret, radiusSecretOf(row.radius_client_id)),
    };
  } catch (error) {
    if (error instanceof KeyUnreadable) return null;
    throw error;
  }
}

export const radiusSecretOf = (radiusClientId: string): SealedFor => ({
  subject: radiusClientId,
  purpose: "RADIUS secret",
});
