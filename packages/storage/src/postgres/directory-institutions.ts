import { defaultPolicy } from "@warifu/rules";
import type { DirectoryStore, Institution, InstitutionTexts, Policy } from "@warifu/rules";
import type { ChangeDirectory } from "./change-directory.ts";
import type { Database } from "./database.ts";
import { statement } from "./statement.ts";

type Institutions = Pick<DirectoryStore, "institution" | "institutionByServiceId" | "institutions" | "putInstitution">;

const byId = statement("SELECT * FROM institution WHERE institution_id = $1");
const byServiceId = statement("SELECT * FROM institution WHERE service_id = $1");
const all = statement("SELECT * FROM institution ORDER BY institution_id");
const put = statement(
  `INSERT INTO institution (institution_id, service_id, texts, policy) VALUES ($1, $2, $3, $4)
   ON CONFLICT (institution_id) DO UPDATE SET service_id = excluded.service_id, texts = excluded.texts,
     policy = excluded.policy`,
);

export function postgresInstitutions(database: Database, change: ChangeDirectory): Institutions {
  return {
    institution: async (institutionId) =>
      asInstitution((await database.read<InstitutionRow>(byId, [institutionId]))[0]),
    institutionByServiceId: async (serviceId) =>
      asInstitution((await database.read<InstitutionRow>(byServiceId, [serviceId]))[0]),
    institutions: async () => (await database.read<InstitutionRow>(all, [])).flatMap((row) => asInstitution(row) ?? []),
    putInstitution: ({ institutionId, serviceId, texts, policy }, event) =>
      change(async (session) => {
        await session.rows(put, [institutionId, serviceId, JSON.stringify(texts), JSON.stringify(policy)]);
        return true;
      }, event),
  };
}

interface InstitutionRow {
  readonly institution_id: string;
  readonly service_id: string;
  readonly texts: string;
  readonly policy: string;
}

function asInstitution(row: InstitutionRow | undefined): Institution | null {
  if (row === undefined) return null;
  return {
    institutionId: row.institution_id,
    serviceId: row.service_id,
    texts: JSON.parse(row.texts) as InstitutionTexts,
    // A policy stored by an older version lacks what came later.
    policy: { ...defaultPolicy, ...(JSON.parse(row.policy) as Partial<Policy>) },
  };
}
