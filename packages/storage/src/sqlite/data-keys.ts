import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { KeyVault } from "../keys/key-vault.ts";
import { makeInstitutionKeys } from "../sealing/institution-keys.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import type { WriteAlone } from "./write-alone.ts";
import { openDataKeys, wrapContext } from "../sealing/data-keys.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { dataKeyTable } from "../tables/key-tables.ts";
import { select } from "./select.ts";

/** Data keys stay unwrapped in memory: the vault is asked once per institution. */
export function sqliteDataKeys(db: DatabaseSync, vault: KeyVault, nowMs: () => number, written: WriteAlone): KeysOf {
  const ofInstitution = select(
    db,
    dataKeyTable,
    (columns) => `SELECT ${columns} FROM data_key WHERE institution_id = ?`,
  );
  const insert = db.prepare(
    "INSERT INTO data_key (institution_id, version, kek_id, wrapped, made_at_ms) VALUES (?, ?, ?, ?, ?)",
  );
  const opened = new Map<string, Promise<InstitutionKeys>>();

  const open = async (institutionId: string): Promise<InstitutionKeys> => {
    const rows = ofInstitution.all(institutionId);
    if (rows.length > 0) return openDataKeys(institutionId, rows, vault);
    return makeInstitutionKeys(institutionId, new Map([[1, await makeFirst(institutionId)]]));
  };
  const makeFirst = async (institutionId: string): Promise<Uint8Array> => {
    const version = 1;
    const dataKey = randomBytes(32);
    const { keyId, wrapped } = await vault.wrap(dataKey, wrapContext(institutionId, version));
    await written(() => insert.run(institutionId, version, keyId, wrapped, nowMs()));
    return dataKey;
  };
  return (institutionId) => {
    let keys = opened.get(institutionId);
    if (keys === undefined) {
      keys = open(institutionId);
      opened.set(institutionId, keys);
      // A vault that was away may be back at the next request.
      keys.catch(() => opened.delete(institutionId));
    }
    return keys;
  };
}
