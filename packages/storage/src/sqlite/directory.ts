import type { DatabaseSync } from "node:sqlite";
import { DirectoryConflict } from "@warifu/rules";
import type { DirectoryStore } from "@warifu/rules";
import { isUniqueViolation } from "./connection.ts";
import { sqliteApiKeys } from "./directory-api-keys.ts";
import { sqliteBrands } from "./directory-brands.ts";
import { sqliteClients } from "./directory-clients.ts";
import { sqliteInstitutions } from "./directory-institutions.ts";
import { sqliteRadiusClients } from "./directory-radius-clients.ts";
import { sqliteStaff } from "./directory-staff.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { WriteAlone } from "./write-alone.ts";

export function sqliteDirectory(
  db: DatabaseSync,
  keysOf: KeysOf,
  appendEvent: AppendEvent,
  written: WriteAlone,
): DirectoryStore {
  const change: ChangeDirectory = async (body) => {
    try {
      await written(body);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DirectoryConflict("The ID is taken.", { cause: error });
    }
  };
  return {
    ...sqliteInstitutions(db, keysOf, change, appendEvent),
    ...sqliteBrands(db, change, appendEvent),
    ...sqliteClients(db, keysOf, change, appendEvent),
    ...sqliteApiKeys(db, keysOf, change, appendEvent, written),
    ...sqliteRadiusClients(db, keysOf, change, appendEvent),
    ...sqliteStaff(db, keysOf, change, appendEvent, written),
  };
}
