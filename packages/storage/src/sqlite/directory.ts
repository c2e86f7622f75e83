import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { inTransaction, isUniqueViolation } from "./connection.ts";
import { sqliteApiKeys } from "./directory-api-keys.ts";
import { sqliteBrands } from "./directory-brands.ts";
import { sqliteClients } from "./directory-clients.ts";
import { sqliteInstitutions } from "./directory-institutions.ts";
import { sqliteRadiusClients } from "./directory-radius-clients.ts";
import { sqliteStaff } from "./directory-staff.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { Turns } from "./turns.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

export function sqliteDirectory(
  db: DatabaseSync,
  keysOf: KeysOf,
  appendEvent: AppendEvent,
  turns: Turns,
): DirectoryStore {
  const change: ChangeDirectory = async (body) => {
    try {
      await turns.alone(() => inTransaction(db, body));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DirectoryConflict("The ID is taken.", { cause: error });
    }
  };
  return {
    ...sqliteInstitutions(db, change, appendEvent),
    ...sqliteBrands(db, change, appendEvent),
    ...sqliteClients(db, keysOf, change, appendEvent),
    ...sqliteApiKeys(db, change, appendEvent, turns),
    ...sqliteRadiusClients(db, keysOf, change, appendEvent),
    ...sqliteStaff(db, keysOf, change, appendEvent, turns),
  };
}
