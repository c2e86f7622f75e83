import { cannotOpen } from "./cannot-open.ts";
import { openOwned } from "./open-owned.ts";
import { inTransaction } from "./connection.ts";
import { makePrivateFile } from "./private-file.ts";
import { migrations, noteSchemaVersion, schemaVersion } from "./schema.ts";

/** Each migration is one transaction: killed in the middle, the next run goes on where this one stopped. */
export function migrateSqlite(path: string): { from: number; to: number; wasOpenToOthers?: true } {
  makePrivateFile(path);
  const { db, close, wasOpenToOthers } = openOwned(path);
  try {
    const from = schemaVersion(db, migrations.length);
    for (const { version, sql } of migrations.slice(from)) {
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
