import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { webcrypto } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiptFor, startActivation } from "@warifu/activation/phone";
import { activationPaths } from "@warifu/wire/activation";
import type { ActivationStarted } from "@warifu/wire/activation";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line/run-command-line.ts";
import { composeService } from "./compose.ts";
import type { Config } from "../configuration/config.ts";
import { readConfig } from "../configuration/read-config.ts";
import { issueToken } from "../tests/issue-token.ts";
import type { IssuedForTest } from "../tests/issue-token.ts";

const serviceId = "10121234";
const activationPassword = "48151623";

let folder: string;
let environment: Record<string, string>;
let issued: IssuedForTest;
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, callback) {
    stream.resume();
    stream.on("end", () => {
      arrive(session.envelope.rcptTo.map(({ address }) => address));
      callback();
    });
  },
});
let arrive: (to: readonly string[]) => void = () => undefined;
const arrived = new Promise<readonly string[]>((resolve) => (arrive = resolve));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-service-"));
  const [gate, token, console, api, ops, smtp] = await Promise.all(Array.from({ length: 6 }, freePort));
  environment = {
    WARIFU_DATABASE: `sqlite:${join(folder, "w.db")}`,
    WARIFU_KEY_RING: join(folder, "key-ring.json"),
    WARIFU_SMTP_URL: `smtp://127.0.0.1:${smtp}`,
    WARIFU_MAIL_FROM: "otp@otp-auth.example",
    WARIFU_GATE_PORT: String(gate),
    WARIFU_TOKEN_PORT: String(token),
    WARIFU_CONSOLE_PORT: String(console),
    WARIFU_API_PORT: String(api),
    WARIFU_OPS_PORT: String(ops),
    WARIFU_GATE_ORIGIN: `http://localhost:${gate}`,
    WARIFU_TOKEN_ORIGIN: `http://localhost:${token}`,
    WARIFU_CONSOLE_ORIGIN: `http://localhost:${console}`,
    WARIFU_API_ORIGIN: `http://localhost:${api}`,
  };
  await new Promise<void>((resolve) => sink.listen(smtp, "127.0.0.1", resolve));
  await command("build");
  await command("init");
  await addInstitution(serviceId);
  issued = await issueBeforeTheServiceRuns();
});

afterAll(async () => {
  await new Promise<void>((resolve) => sink.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe("warifu serve", () => {
  it("loses nothing it has answered when it is killed between any two messages of 手順3", async () => {
    const { userId } = issued;
    const exchange = await startActivation({ serviceId, userId, activationPassword });
    const startBody = { serviceId, userId, ke1: exchange.ke1 };

    let service = await startService();
    const started = (await (await post(activationPaths.start, startBody)).json()) as ActivationStarted;
    expect(started.triesLeft).toBe(4);
    expect(await arrived).toEqual(["hanakodt@oozora.example"]);
    await kill(service);

    service = await startService();
    const again = (await (await post(activationPaths.start, startBody)).json()) as ActivationStarted;
    expect(again.triesLeft).toBe(3);
    const agreed = exchange.finish(started.ke2, started.parameters);
    if (!agreed) throw new Error("the password did not fit");
    const finishBody = { exchangeId: started.exchangeId, ke3: agreed.ke3 };
    expect((await post(activationPaths.finish, finishBody)).status).toBe(200);
    await kill(service);

    service = await startService();
    expect((await post(activationPaths.finish, finishBody)).status).toBe(403);
    const key = await webcrypto.subtle.importKey("raw", agreed.tokenKey, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    const receiptBody = { serviceId, userId, receipt: await receiptFor(key, { serviceId, userId }) };
    expect(await (await post(activationPaths.receipt, receiptBody)).json()).toEqual({ status: "activated" });
    await kill(service);

    service = await startService();
    expect(await (await post(activationPaths.receipt, receiptBody)).json()).toEqual({ status: "activated" });
    await stop(service);
  });

  it("carries commands out while it runs, next to each other, and stops on SIGTERM", async () => {
    const service = await startService();
    await Promise.all(["20121234", "30121234", "40121234"].map(addInstitution));
    const person = "--name 山田 --branch 本店 --role teller".split(" ");
    const invited = await command("staff", "invite", "--service-id", "20121234", ...person);
    expect(invited["signInLink"]).toContain(`${environment["WARIFU_CONSOLE_ORIGIN"]}/sign-in/link#`);
    const { code, errors } = await run("institution", "add", ...institutionArguments("20121234"));
    expect([code, errors]).toEqual([2, "warifu: The service ID 20121234 is taken."]);
    const migrating = await run("migrate");
    expect([migrating.code, migrating.errors]).toEqual([2, expect.stringContaining("stop it first")]);

    const second = await startAndEnd(environment);
    expect([second.code, second.said]).toEqual([2, expect.stringContaining("already running with this database")]);

    const socket = join(folder, "w.db.sock");
    expect(existsSync(socket)).toBe(true);
    expect(await stop(service)).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });

  it("says at the start that an older copy of the database was put back, and raises the fence, although nobody comes", async () => {
    const file = join(folder, "w.db");
    copyFileSync(file, `${file}.backup`);
    await addInstitution("60121234");
    copyFileSync(`${file}.backup`, file);
    const { child, said } = spawnService(environment);
    await once(child.stdout ?? child, "data");
    await expect.poll(said).toContain("the service is ready");
    expect(said()).toMatch(/"level":"error".*"change":"older".*an older copy of the database was put back/);
    const metrics = await (await fetch(`http://127.0.0.1:${environment["WARIFU_OPS_PORT"]}/metrics`)).text();
    expect(metrics).toContain('warifu_fence_raised_total{change="older"} 1');
    expect(await command("fence", "show")).toMatchObject({ fenceMs: expect.any(Number) });
    await stop(child);
    await command("fence", "raise");
    const again = spawnService(environment);
    await expect.poll(again.said).toContain("the service is ready");
    expect(again.said()).not.toContain("older copy");
    await stop(again.child);
  });

  it("leaves it to an operator who declares it before the start", async () => {
    const file = join(folder, "w.db");
    copyFileSync(file, `${file}.backup`);
    await addInstitution("70121234");
    copyFileSync(`${file}.backup`, file);
    await command("fence", "raise");
    const { child, said } = spawnService(environment);
    await expect.poll(said).toContain("the service is ready");
    expect(said()).not.toContain("older copy");
    await stop(child);
  });

  it.each([
    ["a command has the database file", ".owner"],
    ["another program holds the database file", ""],
  ])("waits while %s, says so once, goes on when it is free, and ends by SIGTERM", async (_what, suffix) => {
    const holder = new DatabaseSync(join(folder, `w.db${suffix}`));
    holder.exec("BEGIN EXCLUSIVE");
    const { child, said } = spawnService(environment);
    await expect.poll(said).toContain("waiting until the database file is free");
    expect(await stop(child)).toBe(0);

    const second = spawnService(environment);
    await expect.poll(second.said).toContain("waiting until the database file is free");
    holder.exec("ROLLBACK");
    holder.close();
    await expect.poll(second.said).toContain("the service is ready");
    expect(second.said().split("waiting until the database file").length).toBe(2);
    await stop(second.child);
  });

  it("says in a sentence which port is taken and what to do", async () => {
    const port = Number(environment["WARIFU_OPS_PORT"]);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    const { code, said } = await startAndEnd(environment);
    expect(code).toBe(2);
    expect(said).toMatch(new RegExp(`Port ${port} .*"ops".*already in use.*WARIFU_OPS_PORT`));
    await new Promise<void>((resolve) => other.close(() => resolve()));
  });

  it("says that a policy file is not there, or is no JSON", async () => {
    const add = (file: string) => run("institution", "add", ...institutionArguments("50121234"), "--policy", file);
    const nowhere = join(folder, "nowhere.json");
    expect(await add(nowhere)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/nowhere\.json does not exist/),
    });
    const broken = join(folder, "broken.json");
    writeFileSync(broken, "{");
    expect(await add(broken)).toMatchObject({ code: 2, errors: expect.stringContaining("is not JSON") });
  });

  it("says in a sentence when the key ring is missing or another one", async () => {
    const missing = await startAndEnd({ ...environment, WARIFU_KEY_RING: join(folder, "nowhere.json") });
    expect([missing.code, missing.said]).toEqual([2, expect.stringContaining("nowhere.json")]);
    const init = await run("init");
    expect([init.code, init.out]).toEqual([0, expect.stringContaining("stays as it is")]);
    const lost = { ...environment, WARIFU_KEY_RING: join(folder, "other.json") };
    expect(await run("init", lost)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("bring the old one back"),
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}

type Argument = string | Record<string, string>;

async function run(...args: Argument[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const words = args.filter((one) => typeof one === "string");
  const code = await runCommandLine(words, {
    environment: Object.assign({}, environment, ...args.filter((one) => typeof one === "object")),
    print: (text) => out.push(text),
    printError: (text) => errors.push(text),
    progress: { isTerminal: false, write: (text) => errors.push(text) },
  });
  return { code, out: out.join("\n"), errors: errors.join("\n") };
}

async function command(...args: string[]): Promise<Record<string, unknown>> {
  const { out, errors } = await run(...args, "--json");
  if (errors !== "") throw new Error(errors);
  return JSON.parse(out) as Record<string, unknown>;
}

function institutionArguments(id: string): string[] {
  const names = "--name-ja 大空信用組合 --name-en Ozora --support-phone 0120-000-123";
  return `--service-id ${id} ${names} --support-hours-ja 平日 --support-hours-en weekdays`.split(" ");
}

async function addInstitution(id: string): Promise<void> {
  await command("institution", "add", ...institutionArguments(id));
}

/** 手順1 over the same database, by a composition that has no mail job: the mail waits for the service. */
async function issueBeforeTheServiceRuns(): Promise<IssuedForTest> {
  const nowMs = () => Date.now();
  const config: Config = { ...readConfig(environment), logLevel: "silent" };
  const { service, ...composed } = await composeService(config, { nowMs });
  const institution = await service.storage.institutionByServiceId(serviceId);
  if (!institution) throw new Error("no institution");
  const clock = { nowMs: 0 };
  const token = await issueToken({ service, institution, clock, ...composed, logged: () => "" });
  await service.close();
  return token;
}

function post(path: string, body: unknown): Promise<Response> {
  const origin = environment["WARIFU_TOKEN_ORIGIN"] ?? "";
  return fetch(`http://127.0.0.1:${environment["WARIFU_TOKEN_PORT"]}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(body),
  });
}

function spawnService(serviceEnvironment: Record<string, string>): { child: ChildProcess; said: () => string } {
  const main = join(import.meta.dirname, "../main.ts");
  const child = spawn(process.execPath, [main, "serve", "--faces", "token,ops"], {
    env: { ...process.env, ...serviceEnvironment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  return { child, said: () => text };
}

async function startService(): Promise<ChildProcess> {
  const { child, said } = spawnService(environment);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", () => {
      if (said().includes("the service is ready")) resolve();
    });
    child.once("close", () => reject(new Error(`the service ended:\n${said()}`)));
  });
  return child;
}

async function startAndEnd(serviceEnvironment: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const { child, said } = spawnService(serviceEnvironment);
  const [code] = await once(child, "close");
  return { code, said: said() };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}

async function stop(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "close");
  child.kill("SIGTERM");
  const [code] = await ended;
  return code;
}
