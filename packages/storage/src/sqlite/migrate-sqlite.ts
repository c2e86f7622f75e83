import { closeSync, existsSync, openSync } from "node:fs";
import { openOwned } from "./open-owned.ts";
import { inTransaction } from "./connection.ts";
import { migrations, noteSchemaVersion, schemaVersion } from "./schema.ts";

/** Each migration is one transaction: killed in the middle, the next run goes on where this one stopped. */
export function migrateSqlite(path: string): { from: number; to: number } {
  makePrivateFile(path);
  const { db, close } = openOwned(path);
  try {
    const from = schemaVersion(db, migrations.length);
    for (const { version, sql } of migrations.slice(from)) {
      inTransaction(db, () => {
        db.exec(sql);
        noteSchemaVersion(db, version);
      });
    }
    return { from, to: migrations.length };
  } finally {
    close();
  }
}

/** Made here and not by SQLite, so that nobody else may read it; SQLite gives its side files the same permissions. */
function makePrivateFile(path: string): void {
  // Never opened when it is there: closing it would give back the locks of a store that this process has open on it.
  if (existsSync(path)) return;
  closeSync(openSync(path, "a", 0o600));
}
