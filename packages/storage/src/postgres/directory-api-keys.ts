import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { apiKeyRows, asApiKey, signApiKey } from "../rows/api-key-row.ts";
import { allOf } from "./all-of.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { LockSet } from "./locks.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { apiKeyTable } from "../tables/directory-tables.ts";
import { insertSql, upsertSql } from "../tables/table-sql.ts";

type ApiKeys = Pick<DirectoryStore, "apiKeyByHash" | "apiKeysOf" | "addApiKey" | "revokeApiKey" | "noteApiKeyUse">;

const byHash = statement("SELECT * FROM api_key WHERE key_hash = $1");
const findById = statement("SELECT * FROM api_key WHERE key_id = $1");
const byId = statement("SELECT * FROM api_key WHERE key_id = $1 FOR UPDATE");
const ofClient = statement("SELECT * FROM api_key WHERE client_id = $1 ORDER BY created_at_ms DESC, key_id DESC");
const countLive = statement("SELECT count(*) AS live FROM api_key WHERE client_id = $1 AND revoked_at_ms IS NULL");
const insert = statement(insertSql(apiKeyTable, "$"));
const put = statement(upsertSql(apiKeyTable, "$"));
const noteUse = statement(
  "UPDATE api_key SET last_used_at_ms = $1 WHERE key_id = $2 AND coalesce(last_used_at_ms, 0) < $1",
);

export function postgresApiKeys(database: Database, keysOf: KeysOf, change: ChangeDirectory): ApiKeys {
  return {
    async apiKeyByHash(keyHash) {
      const [raw] = await database.read(byHash, [keyHash]);
      return raw === undefined ? null : asApiKey(await apiKeyRows.read(raw, keysOf));
    },
    apiKeysOf: async (clientId) =>
      (await apiKeyRows.readSound(await database.read(ofClient, [clientId]), keysOf)).map(asApiKey),
    async addApiKey(key, liveAtMost, event) {
      const { clientId } = key;
      const values = signApiKey(key, await keysOf(key.institutionId));
      await change(async (session) => {
        const locks = new LockSet();
        locks.apiKeysOf(clientId);
        const take = locks.take();
        const [, [counted]] = await allOf([
          session.columns(take.statement, take.values),
          session.rows<{ live: number }>(countLive, [clientId]),
        ]);
        const live = counted?.live ?? 0;
        if (live >= liveAtMost) throw new DirectoryConflict(`The client has ${live} live API keys already.`);
        await session.rows(insert, values);
        return event;
      });
    },
    async revokeApiKey(keyId, atMs, event) {
      const [known] = await database.read<{ institution_id: string }>(findById, [keyId]);
      if (known === undefined) throw new DirectoryConflict("There is no such API key.");
      const keys = await keysOf(known.institution_id);
      await change(async (session) => {
        const [raw = known] = await session.rows(byId, [keyId]);
        const key = asApiKey(apiKeyRows.check(raw, keys));
        if (key.revokedAtMs !== null) return null;
        await session.rows(put, signApiKey({ ...key, revokedAtMs: atMs }, keys));
        return event;
      });
    },
    async noteApiKeyUse(keyId, atMs) {
      await database.together([{ statement: noteUse, values: [atMs, keyId] }]);
    },
  };
}
