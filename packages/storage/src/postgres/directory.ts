import type { DirectoryStore } from "@warifu/rules";
import { directoryChanger } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { postgresApiKeys } from "./directory-api-keys.ts";
import { postgresBrands } from "./directory-brands.ts";
import { postgresClients } from "./directory-clients.ts";
import { postgresInstitutions } from "./directory-institutions.ts";
import { postgresRadiusClients } from "./directory-radius-clients.ts";
import { postgresStaff } from "./directory-staff.ts";
import type { KeysOf } from "../sealing/data-keys.ts";

export function postgresDirectory(database: Database, keysOf: KeysOf): DirectoryStore {
  const change = directoryChanger(database);
  return {
    ...postgresInstitutions(database, keysOf, change),
    ...postgresBrands(database, change),
    ...postgresClients(database, keysOf, change),
    ...postgresApiKeys(database, keysOf, change),
    ...postgresRadiusClients(database, keysOf, change),
    ...postgresStaff(database, keysOf, change),
  };
}
