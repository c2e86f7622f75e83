import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { apiKeyRows, asApiKey, signApiKey } from "../rows/api-key-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { apiKeyTable } from "../tables/directory-tables.ts";
import { insertSql, upsertSql } from "../tables/table-sql.ts";
import type { WriteAlone } from "./write-alone.ts";

type ApiKeys = Pick<DirectoryStore, "apiKeyByHash" | "apiKeysOf" | "addApiKey" | "revokeApiKey" | "noteApiKeyUse">;

export function sqliteApiKeys(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
  written: WriteAlone,
): ApiKeys {
  const byHash = db.prepare("SELECT * FROM api_key WHERE key_hash = ?");
  const byId = db.prepare("SELECT * FROM api_key WHERE key_id = ?");
  const ofClient = db.prepare("SELECT * FROM api_key WHERE client_id = ? ORDER BY created_at_ms DESC, key_id DESC");
  const countLive = db.prepare("SELECT count(*) AS live FROM api_key WHERE client_id = ? AND revoked_at_ms IS NULL");
  const insert = db.prepare(insertSql(apiKeyTable, "?"));
  const put = db.prepare(upsertSql(apiKeyTable, "?"));
  const noteUse = db.prepare(
    "UPDATE api_key SET last_used_at_ms = ?1 WHERE key_id = ?2 AND coalesce(last_used_at_ms, 0) < ?1",
  );
  return {
    async apiKeyByHash(keyHash) {
      const raw = byHash.get(keyHash);
      return raw === undefined ? null : asApiKey(await apiKeyRows.read(raw, keysOf));
    },
    apiKeysOf: async (clientId) => (await apiKeyRows.readSound(ofClient.all(clientId), keysOf)).map(asApiKey),
    addApiKey: async (key, liveAtMost, event) => {
      const values = signApiKey(key, await keysOf(key.institutionId));
      return change(() => {
        const live = Number(countLive.get(key.clientId)?.["live"]);
        if (live >= liveAtMost) throw new DirectoryConflict(`The client has ${live} live API keys already.`);
        insert.run(...values);
        appendEvent(event);
      });
    },
    revokeApiKey: async (keyId, atMs, event) => {
      const known = byId.get(keyId);
      if (known === undefined) throw new DirectoryConflict("There is no such API key.");
      const keys = await keysOf(String(known["institution_id"]));
      return change(() => {
        const key = asApiKey(apiKeyRows.check(byId.get(keyId) ?? known, keys));
        if (key.revokedAtMs !== null) return;
        put.run(...signApiKey({ ...key, revokedAtMs: atMs }, keys));
        appendEvent(event);
      });
    },
    async noteApiKeyUse(keyId, atMs) {
      await written(() => noteUse.run(atMs, keyId));
    },
  };
}
