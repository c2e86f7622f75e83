import { randomBytes } from "node:crypto";
import type { KeyVault } from "../keys/key-vault.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import { openDataKeys, wrapContext } from "../sealing/data-keys.ts";
import type { DataKeyRow, KeysOf } from "../sealing/data-keys.ts";

const select = statement("SELECT version, kek_id, wrapped FROM data_key WHERE institution_id = $1");
const insert = statement(
  `INSERT INTO data_key (institution_id, version, kek_id, wrapped, made_at_ms) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (institution_id, version) DO NOTHING`,
);

/** Data keys stay unwrapped in memory: the vault is asked once per institution. Of two nodes that make one, the first wins. */
export function postgresDataKeys(database: Database, vault: KeyVault, nowMs: () => number): KeysOf {
  const opened = new Map<string, Promise<InstitutionKeys>>();

  const makeFirst = async (institutionId: string): Promise<void> => {
    const version = 1;
    const { keyId, wrapped } = await vault.wrap(randomBytes(32), wrapContext(institutionId, version));
    await database.together([{ statement: insert, values: [institutionId, version, keyId, wrapped, nowMs()] }]);
  };
  const open = async (institutionId: string): Promise<InstitutionKeys> => {
    let rows = await database.read<DataKeyRow>(select, [institutionId]);
    if (rows.length === 0) {
      await makeFirst(institutionId);
      rows = await database.read<DataKeyRow>(select, [institutionId]);
    }
    return openDataKeys(institutionId, rows, vault);
  };
  return (institutionId) => {
    let keys = opened.get(institutionId);
    if (keys === undefined) {
      keys = open(institutionId);
      opened.set(institutionId, keys);
      // A vault or a database that was away may be back at the next request.
      keys.catch(() => opened.delete(institutionId));
    }
    return keys;
  };
}
