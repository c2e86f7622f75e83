import type { Storage } from "@warifu/rules";
import type { KeyVault } from "../keys/key-vault.ts";

export async function openSqliteStorage(
  _path: string,
  _vault: KeyVault,
  _options: { readonly nowMs: () => number },
): Promise<Storage> {
  throw new Error("The SQLite store is being built.");
}
