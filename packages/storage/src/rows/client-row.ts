import type { Client, ClientOpenid } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { SealedFor } from "../sealing/institution-keys.ts";

/** A client as every database keeps it. */
export interface ClientRow {
  readonly institution_id: string;
  readonly client_id: string;
  readonly name: string;
  readonly redirect_uris: string;
  readonly sealed_secret: Uint8Array;
  /** JSON of ClientOpenid; null: the standard way. */
  readonly openid: string | null;
}

/** @throws KeyUnreadable when the secret is damaged */
export async function asClient(row: ClientRow, keysOf: KeysOf): Promise<Client> {
  const keys = await keysOf(row.institution_id);
  return {
    clientId: row.client_id,
    institutionId: row.institution_id,
    name: row.name,
    redirectUris: JSON.parse(row.redirect_uris) as string[],
    clientSecret: keys.openText(row.sealed_secret, clientSecretOf(row.client_id)),
    ...(row.openid === null ? {} : { openid: JSON.parse(row.openid) as ClientOpenid }),
  };
}

/** What the row's `openid` holds. */
export function openidColumn({ openid }: Pick<Client, "openid">): string | null {
  return openid === undefined ? null : JSON.stringify(openid);
}

export const clientSecretOf = (clientId: string): SealedFor => ({ subject: clientId, purpose: "client secret" });
