import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientSecret, codeNow, freePort, openGateBench, startUse } from "../testing/gate-bench.ts";
import type { GateBench } from "../testing/gate-bench.ts";

const root = join(import.meta.dirname, "../../../../../..");
const folder = mkdtempSync(join(tmpdir(), "warifu-sample-"));
let bench: GateBench;
let bank: ChildProcess;
let origin: string;

/** The programme of "The whole of it", as it stands in the document. */
function sampleOfDocument(): string {
  const text = readFileSync(join(root, "docs/integration.md"), "utf8");
  const blocks = [...text.matchAll(/^```js\n(\/\/ bank\.mjs\n.*?)^```$/gms)].map(([, block]) => block ?? "");
  expect(blocks).toHaveLength(1);
  return blocks[0] ?? "";
}

beforeAll(async () => {
  bench = await openGateBench();
  origin = `http://localhost:${await freePort()}`;
  const redirectUris = [`${origin}/callback`];
  const client = { clientId: "sample", institutionId: "ozora", name: "sample", redirectUris, clientSecret };
  await bench.service.storage.addClient(client, {
    type: "client.saved",
    atMs: bench.service.nowMs(),
    actor: { kind: "operator", id: null, channel: "command" },
    institutionId: "ozora",
    customerId: null,
    tokenId: null,
    detail: {},
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "bank.mjs"), sampleOfDocument());
  const env = {
    BANK_ORIGIN: origin,
    WARIFU_ISSUER: bench.origin,
    WARIFU_CLIENT_ID: "sample",
    WARIFU_CLIENT_SECRET: clientSecret,
  };
  bank = spawn(process.execPath, ["bank.mjs"], { cwd: folder, env, stdio: "inherit" });
  await untilItAnswers();
});
afterAll(async () => {
  if (bank.exitCode === null) {
    bank.kill();
    await once(bank, "exit");
  }
  await bench.close();
  rmSync(folder, { recursive: true });
});

/** As long as it lives; the test's own time is the only bound. */
async function untilItAnswers(): Promise<void> {
  while (bank.exitCode === null) {
    const answered = await fetch(origin).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await pause(50);
  }
  throw new Error("the sample ended by itself");
}

/** The customer's browser: to the sample bank, over the gate, and back; gives what the bank makes of it. */
async function visitBank(path: string, otp?: () => string): Promise<unknown> {
  const sent = await fetch(new URL(path, origin), { redirect: "manual" });
  const cookie = sent.headers.get("set-cookie")?.split(";")[0] ?? "";
  const window = bench.window();
  let page = await window.open(sent.headers.get("location") ?? "");
  if (otp !== undefined) page = await window.post(`${page.url.pathname}/verify`, { otp: otp() });
  expect(page.url.origin).toBe(origin);
  const answer = await fetch(page.url, { headers: { cookie } });
  const once = await fetch(page.url, { headers: { cookie } });
  expect(await once.json()).toEqual({ refused: "no request of this browser" });
  return answer.json();
}

describe("the sample code of docs/integration.md, run as it stands there", () => {
  it("lets a customer without one-time passwords in, with limits", async () => {
    expect(await visitBank("/log-in?as=without")).toEqual({ customerId: "without", purpose: "login", limited: true });
  });

  it("lets a customer and a transfer through after a code", async () => {
    await startUse(bench, "taro");
    for (const [path, purpose] of [
      ["/log-in?as=taro", "login"],
      ["/transfer?as=taro", "transfer"],
    ] as const) {
      bench.passMs(120_000);
      expect(await visitBank(path, () => codeNow(bench))).toEqual({ customerId: "taro", purpose });
    }
  });
});
