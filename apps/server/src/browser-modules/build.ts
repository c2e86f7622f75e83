import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Refused } from "../refused.ts";
import { fingerprintOf, parts, root, stampFile, stampOf } from "./parts.ts";
import type { Part } from "./parts.ts";

/**
 * Builds for browsers what has changed since the last build, and gives the names of what was built.
 * @throws Refused when it cannot be built
 */
export async function buildBrowserModules(): Promise<readonly string[]> {
  const built = await Promise.all(parts.map(async (part) => ((await buildIfChanged(part)) ? [part.name] : [])));
  return built.flat();
}

async function buildIfChanged(part: Part): Promise<boolean> {
  if (stampOf(part) === fingerprintOf(part)) return false;
  const vite = viteProgram();
  return withLock(join(root, ".cache", `build-${part.name.replaceAll(" ", "-")}.lock`), async () => {
    // Whoever held the lock before may have built the same.
    const fingerprint = fingerprintOf(part);
    if (stampOf(part) === fingerprint) return false;
    await runVite(vite, part);
    mkdirSync(part.outFolder, { recursive: true });
    writeFileSync(stampFile(part.outFolder), fingerprint);
    return true;
  });
}

/** In a process of its own: what a build leaves in memory ends with it. */
async function runVite(vite: string, { name, folder }: Part): Promise<void> {
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

function viteProgram(): string {
  try {
    return join(dirname(fileURLToPath(import.meta.resolve("vite/package.json"))), "bin", "vite.js");
  } catch (error) {
    throw new Refused("Vite is not installed here: building needs the development packages too (`npm ci`).", {
      cause: error,
    });
  }
}

const lockIsStaleAfterMs = 120_000;

/** Two builds at once must not write into one folder. A lock left by a killed process is broken. */
async function withLock<Value>(lock: string, work: () => Promise<Value>): Promise<Value> {
  mkdirSync(dirname(lock), { recursive: true });
  while (!tryLock(lock)) await pause(100);
  try {
    return await work();
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
