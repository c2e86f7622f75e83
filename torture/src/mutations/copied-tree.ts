import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const copied = ["packages", "apps/server", "package.json", "vitest.config.ts", "tsconfig.json", "tsconfig.base.json"];

/** How the tests of one run went. */
export type TestRun = "passed" | "failed" | "didNotRun";

/** A copy of the sources in a temporary folder, in which anything may be changed. */
export interface CopiedTree {
  read(file: string): string;
  write(file: string, text: string): void;
  test(tests: readonly string[]): Promise<TestRun>;
  remove(): void;
}

export function copyTree(): CopiedTree {
  const folder = mkdtempSync(join(tmpdir(), "warifu-mutations-"));
  for (const name of copied) {
    const filter = (path: string) => !["node_modules", "dist"].includes(basename(path));
    cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  }
  linkModules(folder);
  return {
    read: (file) => readFileSync(join(folder, file), "utf8"),
    write: (file, text) => writeFileSync(join(folder, file), text),
    test: (tests) => runTests(folder, tests),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Everything installed, but our own packages: those are the copies, or the tests would run the real sources. */
function linkModules(folder: string): void {
  const from = join(root, "node_modules");
  const to = join(folder, "node_modules");
  mkdirSync(join(to, "@warifu"), { recursive: true });
  for (const name of readdirSync(from)) {
    if (!name.startsWith(".") && name !== "@warifu") symlinkSync(join(from, name), join(to, name), "junction");
  }
  for (const name of readdirSync(join(folder, "packages"))) {
    symlinkSync(join(folder, "packages", name), join(to, "@warifu", name), "junction");
  }
}

async function runTests(folder: string, tests: readonly string[]): Promise<TestRun> {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const options = ["run", "--bail=1", "--reporter=json", `--outputFile=${report}`];
  // Also when a test run started this one: that one's settings are not for this one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)),
  );
  const child = spawn(process.execPath, [vitest, ...options, ...tests], {
    cwd: folder,
    stdio: "ignore",
    // A guard that is missing may make a loop of it: then its tests did not run.
    timeout: 15 * 60_000,
    env,
  });
  const code = await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  try {
    const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
    if (Number(numFailedTests) > 0) return "failed";
    return code === 0 && Number(numPassedTests) > 0 ? "passed" : "didNotRun";
  } catch {
    return "didNotRun";
  }
}
