import { openKeyVault } from "@warifu/storage";
import { wrapContext } from "@warifu/storage/bulk";

/** As the table data_key has them. */
export interface WrappedDataKey {
  readonly version: number;
  readonly kek_id: string;
  readonly wrapped: Uint8Array;
}

/** Opens an institution's data keys with the key ring they were wrapped under. */
export async function readDataKeys(
  ringFile: string,
  institutionId: string,
  rows: readonly WrappedDataKey[],
): Promise<Map<number, Uint8Array>> {
  if (rows.length === 0) throw new Error("The institution has no data key yet: nothing can be sealed for it");
  const vault = await openKeyVault(ringFile);
  const keys = new Map<number, Uint8Array>();
  for (const { version, kek_id: keyId, wrapped } of rows) {
    keys.set(version, await vault.unwrap({ keyId, wrapped }, wrapContext(institutionId, version)));
  }
  return keys;
}
