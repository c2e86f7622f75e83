import type { DatabaseSync } from "node:sqlite";
import type { SecretStore } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import { secretTable } from "../tables/key-tables.ts";
import { select } from "./select.ts";
import type { WriteAlone } from "./write-alone.ts";

/** Sealed under the service's own data key, which the key-encryption key wraps: rotating that re-wraps one small row. */
export function sqliteSecrets(db: DatabaseSync, keys: InstitutionKeys, written: WriteAlone): SecretStore {
  const one = select(db, secretTable, (columns) => `SELECT ${columns} FROM secret WHERE name = ?`);
  const insert = db.prepare("INSERT INTO secret (name, sealed) VALUES (?, ?)");
  return {
    // Nothing awaits between looking and writing, so two callers at once cannot both be first.
    secret: (name, make) =>
      written(() => {
        const row = one.get(name);
        if (row !== undefined) return keys.openText(row.sealed, secretOf(name));
        const secret = make();
        insert.run(name, keys.sealText(secret, secretOf(name)));
        return secret;
      }),
  };
}

const secretOf = (name: string): SealedFor => ({ subject: name, purpose: "secret" });
