import type { DirectoryStore, Institution } from "@warifu/rules";
import { asInstitution, institutionRows, signInstitution } from "../rows/institution-row.ts";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";
import type { KeysOf } from "../sealing/data-keys.ts";
import { institutionTable } from "../tables/directory-tables.ts";
import { upsertSql } from "../tables/table-sql.ts";

type Institutions = Pick<
  DirectoryStore,
  "institution" | "institutionByServiceId" | "institutions" | "countInstitutions" | "putInstitution"
>;

const byId = statement("SELECT * FROM institution WHERE institution_id = $1");
const byServiceId = statement("SELECT * FROM institution WHERE service_id = $1");
const all = statement("SELECT * FROM institution ORDER BY institution_id");
const put = statement(upsertSql(institutionTable, "$"));

export function postgresInstitutions(database: Database, keysOf: KeysOf, change: ChangeDirectory): Institutions {
  const one = async (asked: typeof byId, id: string): Promise<Institution | null> => {
    const [raw] = await database.read(asked, [id]);
    return raw === undefined ? null : asInstitution(await institutionRows.read(raw, keysOf));
  };
  return {
    institution: (institutionId) => one(byId, institutionId),
    institutionByServiceId: (serviceId) => one(byServiceId, serviceId),
    institutions: async () =>
      (await institutionRows.readSound(await database.read(all, []), keysOf)).map(asInstitution),
    countInstitutions: async () => (await database.read(all, [])).length,
    async putInstitution(institution, event) {
      const values = signInstitution(institution, await keysOf(institution.institutionId));
      await change(async (session) => {
        await session.rows(put, values);
        return event;
      });
    },
  };
}
