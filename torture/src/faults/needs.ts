import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Need } from "./fault.ts";

/** What of it this machine does not have. */
export function missingNeeds(needs: readonly Need[]): readonly Need[] {
  const has: Record<Need, () => boolean> = {
    postgres: hasPostgres,
    linux: () => process.platform === "linux",
  };
  return needs.filter((need) => !has[need]());
}

function hasPostgres(): boolean {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return versions.some((version) => Number(version) >= 15 && existsSync(join(debian, version, "bin/initdb")));
}
