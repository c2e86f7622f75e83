import type { ApiKey } from "@warifu/rules";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell, RowOf } from "../tables/column.ts";
import { apiKeyTable } from "../tables/directory-tables.ts";

export type ApiKeyRow = RowOf<(typeof apiKeyTable)["columns"]>;

export const apiKeyRows = signedRows(apiKeyTable);

export function signApiKey(key: ApiKey, keys: InstitutionKeys): Cell[] {
  const row = {
    institution_id: key.institutionId,
    client_id: key.clientId,
    key_id: key.keyId,
    key_hash: key.keyHash,
    created_at_ms: key.createdAtMs,
    last_used_at_ms: key.lastUsedAtMs,
    revoked_at_ms: key.revokedAtMs,
  };
  return apiKeyRows.sign(row, keys);
}

export function asApiKey(row: ApiKeyRow): ApiKey {
  return {
    keyId: row.key_id,
    clientId: row.client_id,
    institutionId: row.institution_id,
    keyHash: row.key_hash,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    revokedAtMs: row.revoked_at_ms,
  };
}
