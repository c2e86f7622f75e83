import type { DatabaseSync } from "node:sqlite";
import { keysFor, noVault } from "../keyed-step.ts";
import type { KeyedStep, OpenVault } from "../keyed-step.ts";
import { dataKeyTable } from "../tables/key-tables.ts";
import { cannotOpen } from "./cannot-open.ts";
import { openOwned } from "./open-owned.ts";
import { inTransaction } from "./connection.ts";
import { sealProfiles } from "./migrations/0010-sealed-profile.ts";
import { sealStaff } from "./migrations/0012-sealed-staff.ts";
import { signDirectory } from "./migrations/0014-signed-directory.ts";
import { makePrivateFile } from "./private-file.ts";
import { migrations, noteSchemaVersion, schemaVersion } from "./schema.ts";
import { select } from "./select.ts";

/** By the name of the migration that they come after. */
const keyedSteps: Readonly<Record<string, KeyedStep<DatabaseSync>>> = {
  "sealed-profile": sealProfiles,
  "sealed-staff": sealStaff,
  "signed-directory": signDirectory,
};

/**
 * Each migration is one transaction: killed in the middle, the next run goes on where this one stopped.
 * @param openVault asked for when rows have to be sealed or signed anew
 */
export async function migrateSqlite(
  path: string,
  openVault: OpenVault = noVault,
): Promise<{ from: number; to: number; wasOpenToOthers?: true }> {
  makePrivateFile(path);
  const { db, close, wasOpenToOthers } = openOwned(path);
  try {
    const from = schemaVersion(db, migrations.length);
    const insertKey =
      "INSERT INTO data_key (institution_id, version, kek_id, wrapped, made_at_ms) VALUES (?, ?, ?, ?, ?)";
    const keysOf = keysFor(openVault, {
      rowsOf: async (id) =>
        select(db, dataKeyTable, (columns) => `SELECT ${columns} FROM data_key WHERE institution_id = ?`).all(id),
      add: async (id, { version, kek_id: keyId, wrapped }, madeAtMs) =>
        inTransaction(db, () => db.prepare(insertKey).run(id, version, keyId, wrapped, madeAtMs)),
    });
    // Bytes that are given up are overwritten, so that nothing that was sealed stays readable beside it.
    db.exec("PRAGMA secure_delete = ON");
    for (const { version, sql } of migrations.slice(from)) {
      await keyedSteps[migrations[version - 2]?.name ?? ""]?.(db, keysOf);
      inTransaction(db, () => {
        db.exec(sql);
        noteSchemaVersion(db, version);
      });
    }
    return { from, to: migrations.length, ...(wasOpenToOthers ? { wasOpenToOthers } : {}) };
  } catch (error) {
    throw cannotOpen(error);
  } finally {
    close();
  }
}
