import type { DatabaseSync } from "node:sqlite";
import type { DirectoryStore, Institution } from "@warifu/rules";
import { asInstitution, institutionRows, signInstitution } from "../rows/institution-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { institutionTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";

type Institutions = Pick<
  DirectoryStore,
  "institution" | "institutionByServiceId" | "institutions" | "countInstitutions" | "putInstitution"
>;

export function sqliteInstitutions(
  db: DatabaseSync,
  keysOf: KeysOf,
  change: ChangeDirectory,
  appendEvent: AppendEvent,
): Institutions {
  const byId = db.prepare("SELECT * FROM institution WHERE institution_id = ?");
  const byServiceId = db.prepare("SELECT * FROM institution WHERE service_id = ?");
  const all = db.prepare("SELECT * FROM institution ORDER BY institution_id");
  const put = db.prepare(upsertSql(institutionTable, "?"));
  const read = async (raw: object | undefined): Promise<Institution | null> =>
    raw === undefined ? null : asInstitution(await institutionRows.read(raw, keysOf));
  return {
    institution: async (institutionId) => read(byId.get(institutionId)),
    institutionByServiceId: async (serviceId) => read(byServiceId.get(serviceId)),
    institutions: async () => (await institutionRows.readSound(all.all(), keysOf)).map(asInstitution),
    countInstitutions: async () => all.all().length,
    async putInstitution(institution, event) {
      const values = signInstitution(institution, await keysOf(institution.institutionId));
      await change(() => {
        put.run(...values);
        appendEvent(event);
      });
    },
  };
}
