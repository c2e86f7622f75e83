import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { freePortBase, type DemoCredentials } from "./harness/start-demo.ts";

const root = join(import.meta.dirname, "..");
const started = new Set<ChildProcess>();
const folders: string[] = [];

afterEach(async () => {
  await Promise.all([...started].map(stop));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What `npm start` runs, launcher and all, until it has said where to click or has given up. */
async function npmStart(folder: string, portBase: number, ...args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), "apps/demo/src/main.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, WARIFU_DEMO_FOLDER: folder, WARIFU_PORT_BASE: String(portBase) },
  });
  started.add(child);
  let said = "";
  const told = new Promise<void>((resolve) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
      if (said.includes("--fresh")) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("close", () => resolve());
  });
  await told;
  return { child, said: () => said };
}

async function stop(child: ChildProcess): Promise<number | null> {
  started.delete(child);
  if (child.exitCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  child.kill("SIGTERM");
  return await ended;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "warifu-start-"));
  folders.push(folder);
  return folder;
}

function credentialsIn(folder: string): DemoCredentials {
  return JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8")) as DemoCredentials;
}

async function useOf(credentials: DemoCredentials, customerId: string): Promise<unknown> {
  const answer = await fetch(`${credentials.api.url}/v1/customers/${customerId}`, {
    headers: { authorization: `Bearer ${credentials.api.key}` },
  });
  return answer.status === 404 ? "unknown" : ((await answer.json()) as { use: unknown }).use;
}

describe("npm start", () => {
  it("keeps its data at the second start, forgets it with --fresh, and leaves nothing running", async () => {
    const [folder, base] = [newFolder(), await freePortBase()];
    const first = await npmStart(folder, base);
    const before = credentialsIn(folder);
    // One address first: the tour page's.
    expect(first.said().match(/http:\/\/\S+/)?.[0]).toBe(before.tour.url);
    expect((await fetch(before.tour.url)).status).toBe(200);
    for (const waited of ["Preparing the database", "Waiting for the service", "Waiting for the sample bank"]) {
      expect(first.said()).toContain(waited);
    }
    expect(first.said()).toMatch(/hanako .*applied, no token yet/);
    expect(first.said()).toMatch(/taro .*no application yet/);
    expect(await useOf(before, "hanako")).toBe("applied");
    expect(await useOf(before, "taro")).toBe("unknown");
    const registered = await fetch(`${before.api.url}/v1/customers/taro/application`, {
      method: "PUT",
      headers: { authorization: `Bearer ${before.api.key}`, "content-type": "application/json" },
      body: "{}",
    });
    expect(registered.ok).toBe(true);
    const mail = JSON.stringify([{ to: "a@b.jp", from: "", subject: "kept", text: "", receivedAt: new Date(0) }]);
    await stop(first.child);
    expect(first.said()).toContain("Stopping");
    expect(first.said()).toContain("Stopped");
    writeFileSync(join(folder, "mails.json"), mail);
    for (const { url } of [before.bank, before.gate, before.token, before.console, before.api, before.ops]) {
      await expect(fetch(url)).rejects.toThrow("fetch failed");
    }

    const second = await npmStart(folder, base);
    expect(credentialsIn(folder).api.key).toBe(before.api.key);
    expect(await useOf(credentialsIn(folder), "taro")).toBe("applied");
    // What is printed is true at a second start, and the mails of the first one are there.
    expect(second.said()).toMatch(/taro .*applied, no token yet/);
    expect(await (await fetch(`${before.mailbox.url}/messages.json`)).text()).toContain("kept");
    await stop(second.child);

    const fresh = await npmStart(folder, base, "--fresh");
    expect(await useOf(credentialsIn(folder), "taro")).toBe("unknown");
    expect(await (await fetch(`${before.mailbox.url}/messages.json`)).text()).toBe("[]");
    await stop(fresh.child);
  });

  it("shows the last lines of the part that fails, and what to do", async () => {
    const [folder, base] = [newFolder(), await freePortBase()];
    await stop((await npmStart(folder, base)).child);
    writeFileSync(join(folder, "key-ring.json"), "{}");
    const second = await npmStart(folder, base);
    expect(await stop(second.child)).not.toBe(0);
    expect(second.said()).toMatch(/could not start: .*\n.*Its last lines:\n.*key/is);
    expect(second.said()).toContain("npm start -- --fresh begins anew");
    expect(second.said()).not.toMatch(/^\s+at /m);
  });

  it("names the port that is in use, and the way out, and starts nothing", async () => {
    const base = await freePortBase();
    const first = await npmStart(newFolder(), base);
    const second = await npmStart(newFolder(), base);
    expect(second.said()).toContain(String(base));
    expect(second.said()).toContain("WARIFU_PORT_BASE");
    expect(await stop(second.child)).not.toBe(0);
    await stop(first.child);
  });
});
