import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
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
    // Until it is refused, and not as much as is free: somebody else may be writing too.
    fill() {
      const file = openSync(filler, "w");
      try {
        for (const bytes of [1024 * 1024, 4096]) while (couldWrite(file, bytes));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    makeReadOnly: () => void mount("-o", "remount,ro", folder),
    remove() {
      execFileSync("/bin/umount", ["-l", folder], { stdio: "ignore" });
      rmSync(folder, { recursive: true });
    },
  };
}

function couldWrite(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes, 1)) > 0;
  } catch {
    return false;
  }
}
