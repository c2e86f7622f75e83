import type { DatabaseSync } from "node:sqlite";
import { defaultPolicy } from "@warifu/rules";
import type { DirectoryStore, Institution, InstitutionTexts, Policy } from "@warifu/rules";
import type { ChangeDirectory } from "./change-directory.ts";
import type { AppendEvent } from "./events.ts";

type Institutions = Pick<DirectoryStore, "institution" | "institutionByServiceId" | "institutions" | "putInstitution">;

export function sqliteInstitutions(db: DatabaseSync, change: ChangeDirectory, appendEvent: AppendEvent): Institutions {
  const byId = db.prepare("SELECT * FROM institution WHERE institution_id = ?");
  const byServiceId = db.prepare("SELECT * FROM institution WHERE service_id = ?");
  const all = db.prepare("SELECT * FROM institution ORDER BY institution_id");
  const put = db.prepare(
    `INSERT INTO institution (institution_id, service_id, texts, policy) VALUES (?, ?, ?, ?)
     ON CONFLICT (institution_id) DO UPDATE SET service_id = excluded.service_id, texts = excluded.texts,
       policy = excluded.policy`,
  );
  return {
    institution: async (institutionId) => asInstitution(byId.get(institutionId)),
    institutionByServiceId: async (serviceId) => asInstitution(byServiceId.get(serviceId)),
    institutions: async () => all.all().flatMap((row) => asInstitution(row) ?? []),
    putInstitution: async ({ institutionId, serviceId, texts, policy }, event) =>
      change(() => {
        put.run(institutionId, serviceId, JSON.stringify(texts), JSON.stringify(policy));
        appendEvent(event);
      }),
  };
}

function asInstitution(row: Record<string, unknown> | undefined): Institution | null {
  if (row === undefined) return null;
  return {
    institutionId: String(row["institution_id"]),
    serviceId: String(row["service_id"]),
    texts: JSON.parse(String(row["texts"])) as InstitutionTexts,
    // A policy stored by an older version lacks what came later.
    policy: { ...defaultPolicy, ...(JSON.parse(String(row["policy"])) as Partial<Policy>) },
  };
}
