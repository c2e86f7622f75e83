import type { KeyVault } from "../keys/key-vault.ts";
import type { RowOf } from "../tables/column.ts";
import type { dataKeyTable } from "../tables/key-tables.ts";
import { makeInstitutionKeys } from "./institution-keys.ts";
import type { InstitutionKeys } from "./institution-keys.ts";

/** The service's own data keys lie under this name: no institution has an empty ID. */
export const wholeService = "";

/** Opens an institution's data keys, making the first one when there is none. @throws KeyUnreadable */
export type KeysOf = (institutionId: string) => Promise<InstitutionKeys>;

/** A data key of an institution that is known. */
export type DataKeyRow = Pick<RowOf<(typeof dataKeyTable)["columns"]>, "version" | "kek_id" | "wrapped">;

export function wrapContext(institutionId: string, version: number): string {
  return JSON.stringify([institutionId, version]);
}

/** @param rows all of the institution's, at least one @throws KeyUnreadable */
export async function openDataKeys(
  institutionId: string,
  rows: readonly DataKeyRow[],
  vault: KeyVault,
): Promise<InstitutionKeys> {
  const dataKeys = new Map<number, Uint8Array>();
  for (const { version, kek_id: keyId, wrapped } of rows) {
    dataKeys.set(version, await vault.unwrap({ keyId, wrapped }, wrapContext(institutionId, version)));
  }
  return makeInstitutionKeys(institutionId, dataKeys);
}
