import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@warifu/rules";
import { createKeyRing, migrate, openKeyVault, openStorage } from "@warifu/storage";

/** A database without anybody in it, for tests in this process. */
export interface EmptyDatabase {
  readonly folder: string;
  open(): Promise<Storage>;
  remove(): void;
}

/** @param urlIn where the database is to be, given a fresh folder */
export async function makeEmptyDatabase(urlIn: (folder: string) => string): Promise<EmptyDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "warifu-torture-"));
  const keyRingFile = join(folder, "keys.json");
  await createKeyRing(keyRingFile);
  const url = urlIn(folder);
  await migrate(url);
  const vault = await openKeyVault(keyRingFile);
  return {
    folder,
    open: () => openStorage(url, vault, { nowMs: Date.now }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
