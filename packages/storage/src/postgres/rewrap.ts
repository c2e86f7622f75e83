import type { KeyVault } from "../keys/key-vault.ts";
import { cannotOpen } from "./cannot-open.ts";
import { openDatabase } from "./database.ts";
import { readPostgresUrl } from "./postgres-options.ts";
import { requireSchema } from "./schema.ts";
import { statement } from "./statement.ts";
import { wrapContext } from "../sealing/data-keys.ts";
import type { DataKeyRow } from "../sealing/data-keys.ts";

const select = statement("SELECT institution_id, version, kek_id, wrapped FROM data_key WHERE kek_id <> $1");
const update = statement(
  "UPDATE data_key SET kek_id = $1, wrapped = $2 WHERE institution_id = $3 AND version = $4 AND kek_id = $5",
);

/** Beside nodes at work: they hold the data keys opened, and read the new wrapping at their next start. */
export async function rewrapPostgres(url: string, vault: KeyVault): Promise<number> {
  const options = readPostgresUrl(url);
  const database = openDatabase(options);
  try {
    await requireSchema(database);
    const rows = await database.read<DataKeyRow & { institution_id: string }>(select, [vault.activeKeyId]);
    const steps = [];
    for (const { institution_id: institutionId, version, kek_id: oldKeyId, wrapped: old } of rows) {
      const context = wrapContext(institutionId, version);
      const dataKey = await vault.unwrap({ keyId: oldKeyId, wrapped: old }, context);
      const { keyId, wrapped } = await vault.wrap(dataKey, context);
      steps.push({ statement: update, values: [keyId, wrapped, institutionId, version, oldKeyId] });
    }
    if (steps.length > 0) await database.together(steps);
    return rows.length;
  } catch (error) {
    throw cannotOpen(error, options);
  } finally {
    await database.close();
  }
}
