import { defaultPolicy } from "@warifu/rules";
import type { Institution, InstitutionTexts, Policy } from "@warifu/rules";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell } from "../sealing/signed-rows.ts";
import type { RowOf } from "../tables/column.ts";
import { institutionTable } from "../tables/directory-tables.ts";

export type InstitutionRow = RowOf<(typeof institutionTable)["columns"]>;

export const institutionRows = signedRows(institutionTable);

export function signInstitution(institution: Institution, keys: InstitutionKeys): Cell[] {
  const { institutionId, serviceId, texts, policy } = institution;
  const row = {
    institution_id: institutionId,
    service_id: serviceId,
    texts: JSON.stringify(texts),
    policy: JSON.stringify(policy),
  };
  return institutionRows.sign(row, keys);
}

export function asInstitution(row: InstitutionRow): Institution {
  return {
    institutionId: row.institution_id,
    serviceId: row.service_id,
    texts: JSON.parse(row.texts) as InstitutionTexts,
    // A policy stored by an older version lacks what came later.
    policy: { ...defaultPolicy, ...(JSON.parse(row.policy) as Partial<Policy>) },
  };
}
