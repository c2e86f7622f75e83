import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { asApiKey } from "../rows/api-key-row.ts";
import type { ApiKeyRow } from "../rows/api-key-row.ts";
import { allOf } from "./all-of.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { LockSet } from "./locks.ts";
import { statement } from "./statement.ts";

type ApiKeys = Pick<DirectoryStore, "apiKeyByHash" | "apiKeysOf" | "addApiKey" | "revokeApiKey" | "noteApiKeyUse">;

const byHash = statement("SELECT * FROM api_key WHERE key_hash = $1");
const byId = statement("SELECT * FROM api_key WHERE key_id = $1 FOR UPDATE");
const ofClient = statement("SELECT * FROM api_key WHERE client_id = $1 ORDER BY created_at_ms DESC, key_id DESC");
const countLive = statement("SELECT count(*) AS live FROM api_key WHERE client_id = $1 AND revoked_at_ms IS NULL");
const insert = statement(
  `INSERT INTO api_key (institution_id, client_id, key_id, key_hash, created_at_ms, last_used_at_ms, revoked_at_ms)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const revoke = statement("UPDATE api_key SET revoked_at_ms = $1 WHERE key_id = $2");
const noteUse = statement(
  "UPDATE api_key SET last_used_at_ms = $1 WHERE key_id = $2 AND coalesce(last_used_at_ms, 0) < $1",
);

export function postgresApiKeys(database: Database, change: ChangeDirectory): ApiKeys {
  return {
    async apiKeyByHash(keyHash) {
      const [row] = await database.read<ApiKeyRow>(byHash, [keyHash]);
      return row === undefined ? null : asApiKey(row);
    },
    apiKeysOf: async (clientId) => (await database.read<ApiKeyRow>(ofClient, [clientId])).map(asApiKey),
    addApiKey: (key, liveAtMost, event) =>
      change(async (session) => {
        const { institutionId, clientId, keyId, keyHash, createdAtMs, lastUsedAtMs, revokedAtMs } = key;
        const locks = new LockSet();
        locks.apiKeysOf(clientId);
        const take = locks.take();
        const [, [counted]] = await allOf([
          session.columns(take.statement, take.values),
          session.rows<{ live: number }>(countLive, [clientId]),
        ]);
        const live = counted?.live ?? 0;
        if (live >= liveAtMost) throw new DirectoryConflict(`The client has ${live} live API keys already.`);
        await session.rows(insert, [institutionId, clientId, keyId, keyHash, createdAtMs, lastUsedAtMs, revokedAtMs]);
        return true;
      }, event),
    revokeApiKey: (keyId, atMs, event) =>
      change(async (session) => {
        const [row] = await session.rows<ApiKeyRow>(byId, [keyId]);
        if (row === undefined) throw new DirectoryConflict("There is no such API key.");
        if (row.revoked_at_ms !== null) return false;
        await session.rows(revoke, [atMs, keyId]);
        return true;
      }, event),
    async noteApiKeyUse(keyId, atMs) {
      await database.together([{ statement: noteUse, values: [atMs, keyId] }]);
    },
  };
}
