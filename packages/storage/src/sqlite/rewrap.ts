import type { KeyVault } from "../keys/key-vault.ts";
import { inTransaction } from "./connection.ts";
import { openMark } from "./mark.ts";
import { openOwned } from "./open-owned.ts";
import { requireCurrentSchema } from "./schema.ts";
import { wrapContext } from "../sealing/data-keys.ts";
import { dataKeyTable } from "../tables/key-tables.ts";
import { select } from "./select.ts";

export async function rewrapSqlite(path: string, vault: KeyVault): Promise<number> {
  const { db, path: realPath, close } = openOwned(path);
  try {
    requireCurrentSchema(db);
    const wrappedByOthers = select(db, dataKeyTable, (columns) => `SELECT ${columns} FROM data_key WHERE kek_id <> ?`);
    const update = db.prepare("UPDATE data_key SET kek_id = ?, wrapped = ? WHERE institution_id = ? AND version = ?");
    const rows = wrappedByOthers.all(vault.activeKeyId);
    const rewrapped: { institutionId: string; version: number; keyId: string; wrapped: Uint8Array }[] = [];
    for (const { institution_id: institutionId, version, kek_id: keyId, wrapped } of rows) {
      const context = wrapContext(institutionId, version);
      const dataKey = await vault.unwrap({ keyId, wrapped }, context);
      rewrapped.push({ institutionId, version, ...(await vault.wrap(dataKey, context)) });
    }
    // An opening of its own: a copy from before it is an older one.
    const mark = openMark(db, realPath);
    inTransaction(db, () => {
      for (const { institutionId, version, keyId, wrapped } of rewrapped) {
        update.run(keyId, wrapped, institutionId, version);
      }
    });
    mark.close();
    return rewrapped.length;
  } finally {
    close();
  }
}
