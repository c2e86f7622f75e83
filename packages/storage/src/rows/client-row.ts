import type { Client, ClientOpenid } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell } from "../sealing/signed-rows.ts";
import type { RowOf } from "../tables/column.ts";
import { clientTable } from "../tables/directory-tables.ts";

export type ClientRow = RowOf<(typeof clientTable)["columns"]>;

export const clientRows = signedRows(clientTable);

export function signClient(client: Client, keys: InstitutionKeys): Cell[] {
  const { clientId, institutionId, name, redirectUris, clientSecret, openid } = client;
  const row = {
    institution_id: institutionId,
    client_id: clientId,
    name,
    redirect_uris: JSON.stringify(redirectUris),
    sealed_secret: keys.sealText(clientSecret, clientSecretOf(clientId)),
    openid: openid === undefined ? null : JSON.stringify(openid),
  };
  return clientRows.sign(row, keys);
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

const clientSecretOf = (clientId: string): SealedFor => ({ subject: clientId, purpose: "client secret" });
