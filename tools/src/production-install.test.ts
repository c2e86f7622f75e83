import { execFileSync, spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const built = ["apps/token/dist", "apps/server/dist"];
/** Nobody's: as root, files that are not his are read-only for him; otherwise they are made so. */
const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let house: string;
let data: string;
let environment: Record<string, string>;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "warifu-production-"));
  chmodSync(folder, 0o755);
  house = join(folder, "house");
  data = join(folder, "data");
  mkdirSync(data);
  if (other.uid !== undefined) chownSync(data, other.uid, other.gid);
  for (const file of filesOfRepository()) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    cpSync(join(root, file), join(house, file));
  }
  execFileSync("npm", ["ci", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: house,
    stdio: "pipe",
    shell: process.platform === "win32",
  });
  environment = {
    WARIFU_DATABASE: `sqlite:${join(data, "warifu.sqlite")}`,
    WARIFU_KEY_RING: join(data, "key-ring.json"),
    WARIFU_SMTP_URL: "smtp://127.0.0.1:9",
    WARIFU_MAIL_FROM: "otp@example.jp",
  };
  for (const face of ["GATE", "TOKEN", "CONSOLE", "API", "OPS"]) {
    const port = await freePort();
    environment[`WARIFU_${face}_PORT`] = String(port);
    if (face !== "OPS") environment[`WARIFU_${face}_ORIGIN`] = `http://localhost:${port}`;
  }
});

afterAll(() => {
  execFileSync("chmod", ["-R", "u+w", house]);
  rmSync(dirname(house), { recursive: true });
});

describe("warifu serve after npm ci --omit=dev", () => {
  it("says in a sentence what is missing, where nothing was built", () => {
    const { status, stderr } = warifu("serve");
    expect(status).toBe(2);
    expect(stderr).toContain("The token app: not built yet.");
    expect(stderr).toContain("npm run build");
    const building = warifu("build");
    expect([building.status, building.stderr]).toEqual([2, expect.stringContaining("Vite is not installed here")]);
  });

  it("says when what was built belongs to another version", () => {
    execFileSync(process.execPath, [join(root, "apps/server/src/main.ts"), "build"], { stdio: "pipe" });
    for (const folder of built) cpSync(join(root, folder), join(house, folder), { recursive: true });
    const page = join(house, "apps/token/index.html");
    const source = readFileSync(page, "utf8");
    writeFileSync(page, `${source}<!-- newer -->`);
    const { status, stderr } = warifu("serve");
    writeFileSync(page, source);
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("The token app: built from other sources than these."),
    ]);
  });

  it("answers at every face without a builder, from a folder that it may not write", async () => {
    expect(existsSync(join(house, "node_modules/vite"))).toBe(false);
    execFileSync("chmod", ["-R", "a-w,a+rX", house]);
    const before = everyFile();
    expect(warifu("init").status).toBe(0);
    const service = start("serve");
    const { child, said } = service;
    try {
      await expect.poll(said).toContain("the service is ready");
      const asked = {
        "/readyz": "OPS",
        "/assets/browser/gate-issue.js": "GATE",
        "/assets/browser/console-passkey.js": "CONSOLE",
        "/sw.js": "TOKEN",
        "/": "TOKEN",
      };
      for (const [path, face] of Object.entries(asked)) {
        const answer = await fetch(`http://127.0.0.1:${environment[`WARIFU_${face}_PORT`]}${path}`);
        expect([path, answer.status]).toEqual([path, 200]);
      }
    } finally {
      child.kill("SIGTERM");
      await once(child, "close");
    }
    expect(everyFile()).toEqual(before);
  });
});

/** What a clone has, and what is not yet committed. */
function filesOfRepository(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

function everyFile(): string[] {
  return globSync("**/*", { cwd: house, exclude: ["node_modules/**"] }).toSorted();
}

const launcher = () => join(house, "apps/server/bin/warifu.mjs");
const options = () => ({ cwd: data, env: { PATH: process.env["PATH"], ...environment }, ...other }) as const;

function warifu(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, [launcher(), ...args], { ...options(), encoding: "utf8" });
}

function start(...args: readonly string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, [launcher(), ...args], { ...options(), stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}
