import { defaultPolicy } from "@warifu/rules";
import type { Institution } from "@warifu/rules";
import type { KeysOf } from "../sealing/data-keys.ts";
import type { InstitutionKeys } from "../sealing/institution-keys.ts";
import { signedRows } from "../sealing/signed-rows.ts";
import type { Cell, RowOf } from "../tables/column.ts";
import { institutionTable } from "../tables/directory-tables.ts";
import { fromJson, toJson } from "../tables/json.ts";

export type InstitutionRow = RowOf<(typeof institutionTable)["columns"]>;

export const institutionRows = signedRows(institutionTable);

export function signInstitution(institution: Institution, keys: InstitutionKeys): Cell[] {
  const { institutionId, serviceId, texts, policy } = institution;
  const row = {
    institution_id: institutionId,
    service_id: serviceId,
    texts: toJson(texts),
    policy: toJson(policy),
  };
  return institutionRows.sign(row, keys);
}

export function asInstitution(row: InstitutionRow): Institution {
  return {
    institutionId: row.institution_id,
    serviceId: row.service_id,
    texts: fromJson(row.texts),
    policy: { ...defaultPolicy, ...fromJson(row.policy) },
  };
}

/**
 * How far ahead a phone's clock may run at most, of all institutions. Where a row was changed from outside, nobody knows what its
 * institution allows: as much as any may.
 */
export async function longestDriftMs(raws: readonly object[], keysOf: KeysOf): Promise<number> {
  const sound = await institutionRows.readSound(raws, keysOf);
  const limits = sound.map((row) => asInstitution(row).policy.driftLimitSeconds);
  const ofDamaged = sound.length < raws.length ? defaultPolicy.driftLimitSeconds : 0;
  return 1000 * Math.max(ofDamaged, ...limits);
}
