import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asApiKey } from "../rows/api-key-row.ts";
import type { ApiKeyRow } from "../rows/api-key-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { WriteAlone } from "./write-alone.ts";

type ApiKeys = Pick<DirectoryStore, "apiKeyByHash" | "apiKeysOf" | "addApiKey" | "revokeApiKey" | "noteApiKeyUse">;

export function sqliteApiKeys(
  db: DatabaseSync,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
  written: WriteAlone,
): ApiKeys {
  const byHash = db.prepare("SELECT * FROM api_key WHERE key_hash = ?");
  const byId = db.prepare("SELECT * FROM api_key WHERE key_id = ?");
  const ofClient = db.prepare("SELECT * FROM api_key WHERE client_id = ? ORDER BY created_at_ms DESC, key_id DESC");
  const countLive = db.prepare("SELECT count(*) AS live FROM api_key WHERE client_id = ? AND revoked_at_ms IS NULL");
  const insert = db.prepare(
    `INSERT INTO api_key (institution_id, client_id, key_id, key_hash, created_at_ms, last_used_at_ms, revoked_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const revoke = db.prepare("UPDATE api_key SET revoked_at_ms = ? WHERE key_id = ?");
  const noteUse = db.prepare(
    "UPDATE api_key SET last_used_at_ms = ?1 WHERE key_id = ?2 AND coalesce(last_used_at_ms, 0) < ?1",
  );
  return {
    async apiKeyByHash(keyHash) {
      const row = byHash.get(keyHash) as ApiKeyRow | undefined;
      return row === undefined ? null : asApiKey(row);
    },
    apiKeysOf: async (clientId) => (ofClient.all(clientId) as unknown as ApiKeyRow[]).map(asApiKey),
    addApiKey: async (key, liveAtMost, event) =>
      change(() => {
        const live = Number(countLive.get(key.clientId)?.["live"]);
        if (live >= liveAtMost) throw new DirectoryConflict(`The client has ${live} live API keys already.`);
        const { institutionId, clientId, keyId, keyHash, createdAtMs, lastUsedAtMs, revokedAtMs } = key;
        insert.run(institutionId, clientId, keyId, keyHash, createdAtMs, lastUsedAtMs, revokedAtMs);
        appendEvent(event);
      }),
    revokeApiKey: async (keyId, atMs, event) =>
      change(() => {
        const row = byId.get(keyId) as ApiKeyRow | undefined;
        if (row === undefined) throw new DirectoryConflict("There is no such API key.");
        if (row.revoked_at_ms !== null) return;
        revoke.run(atMs, keyId);
        appendEvent(event);
      }),
    async noteApiKeyUse(keyId, atMs) {
      await written(() => noteUse.run(atMs, keyId));
    },
  };
}
