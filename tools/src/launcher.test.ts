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

/** A fresh clone that needs one package, which npm has not to fetch from anywhere. */
function freshClone(): string {
  const folder = checkoutWithoutRuntime();
  rmSync(join(folder, "node_modules"), { recursive: true });
  const thing = join(folder, "thing");
  mkdirSync(thing);
  writeFileSync(join(thing, "package.json"), '{"name":"thing","version":"1.0.0"}');
  npm(thing, "pack", "--pack-destination", folder);
  writeFileSync(join(folder, "package.json"), '{"name":"clone","dependencies":{"thing":"file:thing-1.0.0.tgz"}}');
  rmSync(join(folder, "package-lock.json"));
  npm(folder, "install", "--package-lock-only", "--offline", "--no-audit");
  return folder;
}

function npm(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("npm", args, {
    cwd: folder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(stderr);
}

describe("the launcher", () => {
  it("installs what a fresh clone needs, says so and that it is done, and does it once only", () => {
    const folder = freshClone();
    const { stdout, stderr, status } = launch(process.execPath, folder, "hello.ts", "clone");
    expect(stderr).toMatch(/Installing what is needed[^]*Installed \(\d+ s\)/);
    expect(existsSync(join(folder, "node_modules/thing/package.json"))).toBe(true);
    expect(stdout).toBe("hello clone\n");
    expect(status).toBe(0);
    expect(launch(process.execPath, folder, "hello.ts").stderr).toBe("");
  });

  it("shows what npm said when the install fails, and what to do", () => {
    const folder = freshClone();
    writeFileSync(join(folder, "package.json"), '{"name":"clone","dependencies":{"other":"file:other-1.0.0.tgz"}}');
    const { stdout, stderr, status } = launch(process.execPath, folder, "hello.ts");
    expect(stderr).toMatch(/other/);
    expect(stderr).toMatch(/npm ci did not succeed[^]*run the same command again/);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

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
