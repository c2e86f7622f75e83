import type { Client } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell, RowOf } from "../tables/column.ts";
import { clientTable } from "../tables/directory-tables.ts";
import { fromJson, toJson } from "../tables/json.ts";
import { openEarlierSecret, sealEarlierSecret } from "./earlier-secret.ts";

export type ClientRow = RowOf<(typeof clientTable)["columns"]>;

export const clientRows = signedRows(clientTable);

export function signClient(client: Client, keys: InstitutionKeys): Cell[] {
  const { clientId, institutionId, name, redirectUris, clientSecret, earlierSecret, openid } = client;
  const row = {
    institution_id: institutionId,
    client_id: clientId,
    name,
    redirect_uris: toJson(redirectUris),
    sealed_secret: keys.sealText(clientSecret, clientSecretOf(clientId)),
    openid: openid === undefined ? null : toJson(openid),
    ...sealEarlierSecret(earlierSecret, earlierSecretOf(clientId), keys),
  };
  return clientRows.sign(row, keys);
}

/** @throws KeyUnreadable when a secret is damaged */
export function asClient(row: ClientRow, keys: InstitutionKeys): Client {
  return {
    clientId: row.client_id,
    institutionId: row.institution_id,
    name: row.name,
    redirectUris: fromJson(row.redirect_uris),
    clientSecret: keys.openText(row.sealed_secret, clientSecretOf(row.client_id)),
    ...openEarlierSecret(row, earlierSecretOf(row.client_id), keys),
    ...(row.openid === null ? {} : { openid: fromJson(row.openid) }),
  };
}

/** The client that stands in the row, as a change leaves it: its IDs are not among what changes. @throws TypeError */
export function changedClient(before: Client, after: Client): Client {
  if (after.clientId !== before.clientId || after.institutionId !== before.institutionId) {
    throw new TypeError("The change gives a client other IDs.");
  }
  return after;
}

const earlierSecretOf = (clientId: string): SealedFor => ({ subject: clientId, purpose: "earlier client secret" });
const clientSecretOf = (clientId: string): SealedFor => ({ subject: clientId, purpose: "client secret" });
