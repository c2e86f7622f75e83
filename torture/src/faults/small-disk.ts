import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultScope } from "./fault.ts";
import { limitFileSizes } from "./process-limit.ts";
import type { ServerNode } from "./server-node.ts";

/** A place that takes no more when it is told to. */
export interface SmallDisk {
  readonly folder: string;
  readonly how: string;
  /** From now on hardly anything can be written. */
  fill(node: ServerNode): void;
  free(node: ServerNode): void;
}

/** About this much can still be written after `fill`. */
const leftBytes = 48 * 1024;

/** A file system of its own where this process may mount one (root, outside a strict container), else a limit on file sizes. */
export function makeSmallDisk(scope: FaultScope): SmallDisk {
  const folder = join(scope.folder, "disk");
  mkdirSync(folder);
  return mounted(scope, folder) ?? limited(folder);
}

function mounted({ clean }: FaultScope, folder: string): SmallDisk | null {
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return null;
  }
  clean(() => void execFileSync("/bin/umount", ["-l", folder]));
  const filler = join(folder, "filler");
  return {
    folder,
    how: "a full file system",
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes), 1));
      } catch {
        // The service took the last room meanwhile: full is what it shall be.
      }
    },
    free: () => rmSync(filler, { force: true }),
  };
}

/** A limit on file sizes: no file may grow, whatever room the disk has. */
function limited(folder: string): SmallDisk {
  return {
    folder,
    how: "a limit on file sizes",
    fill(node) {
      const sizes = ["warifu.sqlite", "warifu.sqlite-wal"].map(
        (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
      );
      limitFileSizes(node, Math.min(...sizes.filter((size) => size > 0)) + leftBytes);
    },
    free: (node) => limitFileSizes(node, "unlimited"),
  };
}
