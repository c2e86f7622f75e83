import type { SecretStore } from "@warifu/rules";
import type { InstitutionKeys, SealedFor } from "../sealing/institution-keys.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";

const select = statement("SELECT sealed FROM secret WHERE name = $1");
const insert = statement("INSERT INTO secret (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");

/** Sealed under the service's own data key, which the key-encryption key wraps: rotating that re-wraps one small row. */
export function postgresSecrets(database: Database, keys: InstitutionKeys): SecretStore {
  let making: Promise<unknown> = Promise.resolve();

  const stored = async (name: string): Promise<string | undefined> => {
    const [row] = await database.read<{ sealed: Uint8Array }>(select, [name]);
    return row === undefined ? undefined : keys.openText(row.sealed, secretOf(name));
  };
  const find = async (name: string, make: () => string): Promise<string> => {
    const found = await stored(name);
    if (found !== undefined) return found;
    await database.together([{ statement: insert, values: [name, keys.sealText(make(), secretOf(name))] }]);
    // Another node may have been first.
    const made = await stored(name);
    if (made === undefined) throw new Error("The secret was made and is gone.");
    return made;
  };
  return {
    secret(name, make) {
      const found = making.then(() => find(name, make));
      making = found.catch(() => undefined);
      return found;
    },
  };
}

const secretOf = (name: string): SealedFor => ({ subject: name, purpose: "secret" });
