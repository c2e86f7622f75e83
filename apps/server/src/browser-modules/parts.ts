import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FaceName } from "../configuration/faces.ts";
import { browserModulesFolder, serverFolder, tokenAppFolder } from "./folders.ts";

/** One thing that is built for browsers: from which sources, into which folder. */
export interface Part {
  readonly name: string;
  /** Folder with the vite.config.ts. */
  readonly folder: string;
  readonly outFolder: string;
  /** Globs from the repository's root. */
  readonly sources: readonly string[];
  readonly neededBy: readonly FaceName[];
}

export const root = join(serverFolder, "..", "..");

/** What both parts bundle of ours, and the versions of everything else. */
const sharedSources = ["packages/{otp,activation,wire}/{src/**/*.ts,package.json}", "package-lock.json"];

export const parts: readonly Part[] = [
  {
    name: "token app",
    folder: join(root, "apps/token"),
    outFolder: tokenAppFolder,
    sources: ["apps/token/{src,public}/**/*", "apps/token/*.{html,ts,json}", ...sharedSources],
    neededBy: ["token"],
  },
  {
    name: "browser modules of the screens",
    folder: serverFolder,
    outFolder: browserModulesFolder,
    sources: ["apps/server/src/faces/{gate,console}/browser/**/*.ts", "apps/server/vite.config.ts", ...sharedSources],
    neededBy: ["gate", "console"],
  },
];

/** What the part in its folder was built from; null where nothing is built. Beside its files but never served: the name starts with a dot. */
export function stampOf({ outFolder }: Part): string | null {
  try {
    return readFileSync(stampFile(outFolder), "utf8");
  } catch {
    return null;
  }
}

export function stampFile(outFolder: string): string {
  return join(outFolder, ".built-from");
}

/** Of the contents, not the times: a fresh checkout has new times on old files. Takes milliseconds. */
export function fingerprintOf({ sources }: Part): string {
  const hash = createHash("sha256");
  const paths = sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/\.test\.tsx?$/.test(path) && statSync(join(root, path)).isFile());
  for (const path of [...new Set(paths)].toSorted()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}
