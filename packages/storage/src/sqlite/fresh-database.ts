import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyRing } from "../keys/key-ring.ts";
import { openKeyVault } from "../keys/key-vault.ts";
import type { KeyVault } from "../keys/key-vault.ts";
import { migrateSqlite } from "./migrate.ts";

export interface FreshDatabase {
  readonly folder: string;
  readonly path: string;
  readonly ringFile: string;
  readonly vault: KeyVault;
}

/** Makes migrated databases with key rings for tests, each in a folder of its own; `removeAll` after the last test. */
export function freshDatabases(): { make(): Promise<FreshDatabase>; removeAll(): void } {
  const root = mkdtempSync(join(tmpdir(), "warifu-storage-"));
  let made = 0;
  return {
    async make() {
      made += 1;
      const folder = mkdtempSync(join(root, `${made}-`));
      const path = join(folder, "warifu.db");
      const ringFile = join(folder, "key-ring.json");
      await createKeyRing(ringFile);
      const vault = await openKeyVault(ringFile);
      await migrateSqlite(path, async () => vault);
      return { folder, path, ringFile, vault };
    },
    removeAll: () => rmSync(root, { recursive: true, force: true }),
  };
}
