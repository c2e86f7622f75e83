import type { ApiKey } from "@warifu/rules";

/** An API key as every database keeps it. */
export interface ApiKeyRow {
  readonly institution_id: string;
  readonly client_id: string;
  readonly key_id: string;
  readonly key_hash: string;
  readonly created_at_ms: number;
  readonly last_used_at_ms: number | null;
  readonly revoked_at_ms: number | null;
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
