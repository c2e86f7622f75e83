import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of one of PostgreSQL's own programs: Debian keeps the newest one's out of PATH. @throws Error when it is nowhere */
export function postgresTool(name: "psql" | "pgbench"): string {
  const versions = "/usr/lib/postgresql";
  const debian = existsSync(versions)
    ? readdirSync(versions)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, "bin"))
    : [];
  const folders = [...debian, ...(process.env["PATH"] ?? "").split(delimiter)];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is not installed: the PostgreSQL parts need it`);
  return found;
}
