import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { demo } from "./journey.ts";

const root = join(import.meta.dirname, "../..");

/** Runs one `warifu` command against the running demo, as an operator would, and gives its answer. */
export async function warifuCommand(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "apps/server/bin/warifu.mjs"), ...args, "--json"],
    { env: { ...process.env, ...demo.warifu.env } },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}
