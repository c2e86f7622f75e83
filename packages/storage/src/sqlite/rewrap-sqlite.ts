import type { KeyVault } from "../keys/key-vault.ts";

export async function rewrapSqlite(_path: string, _vault: KeyVault): Promise<number> {
  throw new Error("The SQLite store is being built.");
}
