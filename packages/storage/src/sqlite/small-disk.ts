import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** For tests: a file system of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  /** From now on nothing more fits. */
  fill(): void;
  free(): void;
  /** Mounted again so that nothing can be written; nobody may have a file of it open. */
  makeReadOnly(): void;
  remove(): void;
}

/** null where this process may not mount one (root may, outside a strict container). */
export function makeSmallDisk(): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), "warifu-small-disk-"));
  const mount = (...options: string[]) => execFileSync("/bin/mount", options, { stdio: "ignore" });
  try {
    mount("-t", "tmpfs", "-o", "size=32m", "tmpfs", folder);
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize, 1));
    },
    free: () => rmSync(filler, { force: true }),
    makeReadOnly: () => void mount("-o", "remount,ro", folder),
    remove() {
      execFileSync("/bin/umount", ["-l", folder], { stdio: "ignore" });
      rmSync(folder, { recursive: true });
    },
  };
}
