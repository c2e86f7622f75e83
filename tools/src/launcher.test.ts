import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";

const launcher = join(import.meta.dirname, "../../scripts/run.mjs");
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A checkout where npm ci has run, but without any pinned Node: as on a platform that has none. */
function checkoutWithoutRuntime(): string {
  const folder = mkdtempSync(join(tmpdir(), "warifu-launcher-"));
  folders.push(folder);
  mkdirSync(join(folder, "scripts"));
  mkdirSync(join(folder, "node_modules"));
  copyFileSync(launcher, join(folder, "scripts/run.mjs"));
  writeFileSync(join(folder, "package-lock.json"), '{"packages":{}}');
  writeFileSync(join(folder, "node_modules/.package-lock.json"), '{"packages":{}}');
  writeFileSync(join(folder, "hello.ts"), "const name: string = process.argv[2] ?? ''; console.log(`hello ${name}`);");
  return folder;
}

function launch(node: string, folder: string, ...args: readonly string[]) {
  return spawnSync(node, [join(folder, "scripts/run.mjs"), ...args], { encoding: "utf8" });
}

/** A system Node of before type stripping, where the machine has one. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => {
  if (!existsSync(path)) return false;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return Number(/^v(\d+)/.exec(stdout)?.[1] ?? "99") < 26;
});

describe("the launcher", () => {
  it("runs TypeScript on the system's Node when that is new enough and no pinned one exists", () => {
    const { stdout, status } = launch(process.execPath, checkoutWithoutRuntime(), "hello.ts", "warifu");
    expect(stdout).toBe("hello warifu\n");
    expect(status).toBe(0);
  });

  it.skipIf(oldNode === undefined)("says plainly what is missing when the system's Node is too old", () => {
    const { stderr, status } = launch(oldNode ?? "", checkoutWithoutRuntime(), "hello.ts");
    expect(stderr).toMatch(/too old/);
    expect(stderr).toMatch(/Node 26/);
    expect(stderr).toMatch(/npm ci --include=optional|nodejs\.org/);
    expect(status).toBe(1);
  });

  it("gives the exit code of what it ran", () => {
    const folder = checkoutWithoutRuntime();
    writeFileSync(join(folder, "end.ts"), "process.exit(7);");
    expect(launch(process.execPath, folder, "end.ts").status).toBe(7);
  });

  it("stops what it runs when its parent has gone", async () => {
    const folder = checkoutWithoutRuntime();
    writeFileSync(join(folder, "stay.ts"), "console.log(process.pid); setInterval(() => {}, 1000);");
    const command = `"${process.execPath}" "${join(folder, "scripts/run.mjs")}" stay.ts & read -r line`;
    const shell = spawn("sh", ["-c", command], { stdio: ["pipe", "pipe", "ignore"] });
    const told = await new Promise<string>((resolve) => shell.stdout.once("data", (chunk) => resolve(String(chunk))));
    const gone = new Promise((resolve) => shell.stdout.once("close", resolve));
    shell.kill("SIGKILL");
    // The pipe closes when the last who holds it, the program itself, has ended.
    await gone;
    expect(() => process.kill(Number(told), 0)).toThrow("ESRCH");
  });

  it("names a command that no installed package has", () => {
    const { stderr, status } = launch(process.execPath, checkoutWithoutRuntime(), "--bin", "nobody");
    expect(stderr).toContain('"nobody"');
    expect(status).toBe(1);
  });
});
