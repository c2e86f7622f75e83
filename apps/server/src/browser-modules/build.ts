import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { globSync, existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { FaceName } from "../faces.ts";
import { Refused } from "../refused.ts";
import { browserModulesFolder, serverFolder, tokenAppFolder } from "./folders.ts";

/** One thing that Vite builds: from which sources, into which folder. */
interface Build {
  readonly name: string;
  /** Folder with the vite.config.ts. */
  readonly folder: string;
  readonly outFolder: string;
  /** Globs from the repository's root. */
  readonly sources: readonly string[];
  readonly neededBy: readonly FaceName[];
}

const root = join(serverFolder, "..", "..");

/** What both builds bundle of ours, and the versions of everything else. */
const sharedSources = ["packages/{otp,activation,wire}/{src/**/*.ts,package.json}", "package-lock.json"];

const builds: readonly Build[] = [
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

/**
 * Builds what the named faces serve to browsers, if its sources have changed since the last build; looking takes milliseconds.
 * @throws Refused when Vite cannot build: an old app next to a new service is worse than no start
 */
export async function buildBrowserModules(faces: readonly FaceName[]): Promise<void> {
  const needed = builds.filter(({ neededBy }) => neededBy.some((face) => faces.includes(face)));
  await Promise.all(needed.map(buildIfChanged));
}

async function buildIfChanged(build: Build): Promise<void> {
  if (isUpToDate(build)) return;
  await withLock(join(root, ".cache", `build-${build.name.replaceAll(" ", "-")}.lock`), async () => {
    // Whoever held the lock before may have built the same.
    const fingerprint = fingerprintOf(build);
    if (isUpToDate(build, fingerprint)) return;
    await runVite(build);
    mkdirSync(build.outFolder, { recursive: true });
    writeFileSync(stampFile(build), fingerprint);
  });
}

/** In a process of its own, so that the service does not keep what a build leaves in memory. */
async function runVite({ name, folder }: Build): Promise<void> {
  const vite = join(dirname(fileURLToPath(import.meta.resolve("vite/package.json"))), "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Refused(`The ${name} could not be built:\n${said}`);
}

function isUpToDate(build: Build, fingerprint = fingerprintOf(build)): boolean {
  const stamp = stampFile(build);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint;
}

/** Beside the folder's other files but never served: its name starts with a dot. */
function stampFile(build: Build): string {
  return join(build.outFolder, ".built-from");
}

/** Contents, not times: a fresh checkout has new times on old files. */
function fingerprintOf(build: Build): string {
  const hash = createHash("sha256");
  const paths = build.sources
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

const lockIsStaleAfterMs = 120_000;

/** Two services starting at once must not write into one folder. A lock left by a killed process is broken. */
async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(lock), { recursive: true });
  while (!tryLock(lock)) await pause(100);
  try {
    await work();
  } finally {
    rmdirSync(lock);
  }
}

function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > lockIsStaleAfterMs) rmdirSync(lock);
    return false;
  }
}
