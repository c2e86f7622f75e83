import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { clusterMissing, startCluster } from "@warifu/storage/test-cluster";
import type { Cluster } from "@warifu/storage/test-cluster";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../command-line/run-command-line.ts";

/** How often it is told how far the work is, is the machine's business: nothing but that. */
const onlyProgress: unknown = expect.stringMatching(/^(?:(?:checking|taking over) [^\n]*\n)*$/);

// Real processes over real databases: the command and the service are killed where they stand.

const main = join(import.meta.dirname, "../../main.ts");
const key = Buffer.from("12345678901234567890");
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
const uri = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&period=60&algorithm=SHA256";
/** Far more than is taken over between two looks at how far it is. */
const lines = 4_000;

interface House {
  readonly environment: Record<string, string>;
  readonly file: string;
  readonly apiKey: string;
  readonly apiUrl: string;
}

const folder = mkdtempSync(join(tmpdir(), "warifu-broken-off-"));
const started = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of started) await end(child, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

describe("token import on SQLite", () => {
  it("beside the service: codes are accepted meanwhile, a killed command leaves whole pieces and goes on", async () => {
    const house = await makeHouse("killed-command", (name) => `sqlite:${name}.db`);
    const service = await startService(house);
    const importing = startImport(house);
    await untilThere(house, "c00000");
    expect(await verify(house, "c00000")).toEqual({ accepted: true });
    await end(importing.child, "SIGKILL");
    await expectResumed(house);
    await end(service, "SIGTERM");
  });

  it("beside the service: goes on by itself when the service was killed and came back", async () => {
    const house = await makeHouse("killed-service", (name) => `sqlite:${name}.db`);
    const service = await startService(house);
    const importing = startImport(house);
    await untilThere(house, "c00000");
    await end(service, "SIGKILL");
    const again = await startService(house);
    expect(await importing.ended).toBe(0);
    const { added, alreadyThere } = JSON.parse(importing.out()) as Record<string, number>;
    expect([added, alreadyThere]).toEqual([lines, 0]);
    expect(await importedEvents(house)).toBe(lines);
    await end(again, "SIGTERM");
  });

  it("twice at once in two terminals: each token is added once, and each run tells its own share", async () => {
    const house = await makeHouse("twice", (name) => `sqlite:${name}.db`);
    await expectShared(house);
    const service = await startService(house);
    expect(await importedEvents(house)).toBe(lines);
    await end(service, "SIGTERM");
  });

  it("twice at once, and one of them killed: the other takes everything over", async () => {
    const house = await makeHouse("twice-killed", (name) => `sqlite:${name}.db`);
    const service = await startService(house);
    const killed = startImport(house);
    const other = startImport(house);
    await untilThere(house, "c00000");
    await end(killed.child, "SIGKILL");
    expect([await other.ended, other.errors()]).toEqual([0, onlyProgress]);
    expect(shareOf(other.out()).both).toBe(lines);
    expect(await importedEvents(house)).toBe(lines);
    await end(service, "SIGTERM");
  });

  it("without a service: gives way to one that starts, and goes on through it", async () => {
    const house = await makeHouse("no-service", (name) => `sqlite:${name}.db`);
    const importing = startImport(house);
    const service = await startService(house);
    expect(await importing.ended).toBe(0);
    expect(await importedEvents(house)).toBe(lines);
    await end(service, "SIGTERM");
  });
});

const missing = clusterMissing();
describe.skipIf(missing !== null)(
  `token import on PostgreSQL${missing === null ? "" : ` (skipped: ${missing})`}`,
  () => {
    let cluster: Cluster;
    beforeAll(async () => {
      // A tenth of the locks that PostgreSQL has by itself: a file in one transaction would need four times as many.
      cluster = await startCluster({ fast: true, settings: { max_locks_per_transaction: "10" } });
    });
    afterAll(() => cluster.stop());

    it("beside the nodes: codes are accepted meanwhile, a killed command leaves whole pieces and goes on", async () => {
      const house = await makeHouse("postgres", () => cluster.url);
      const service = await startService(house);
      const importing = startImport(house);
      await untilThere(house, "c00000");
      expect(await verify(house, "c00000")).toEqual({ accepted: true });
      await end(importing.child, "SIGKILL");
      await expectResumed(house);
      await end(service, "SIGTERM");
    });

    it("twice at once in two terminals: each token is added once, and each run tells its own share", async () => {
      const house = await makeHouse("postgres-twice", () => cluster.newDatabase());
      await expectShared(house);
      const service = await startService(house);
      expect(await importedEvents(house)).toBe(lines);
      await end(service, "SIGTERM");
    });

    it("says how far it came when Ctrl-C stops it", async () => {
      const house = await makeHouse("stopped", () => cluster.newDatabase());
      const service = await startService(house);
      const importing = startImport(house);
      await untilThere(house, "c00000");
      importing.child.kill("SIGINT");
      expect(await importing.ended).toBe(2);
      const [, added = "", left = ""] =
        /([\d,]+) added, 0 already there, 0 refused, ([\d,]+) not yet begun/.exec(importing.errors()) ?? [];
      const number = (text: string) => Number(text.replaceAll(",", ""));
      expect(number(added) + number(left)).toBe(lines);
      expect(await importedEvents(house)).toBe(number(added));
      expect(importing.errors()).toContain("Run the same command again: it goes on there.");
      await end(service, "SIGTERM");
    });
  },
);

/** What a first run left is told and left alone, the rest is added, and there is one event for each. */
async function expectResumed(house: House): Promise<void> {
  const before = await importedEvents(house);
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(lines);
  const again = await run(house, "token", "import", "--file", house.file, "--json");
  expect(JSON.parse(again)).toMatchObject({ added: lines - before, alreadyThere: before, refused: 0 });
  expect(await importedEvents(house)).toBe(lines);
}

/** Two runs of one file at the same time: what one has added the other finds there. */
async function expectShared(house: House): Promise<void> {
  const runs = [startImport(house), startImport(house)];
  const shares = [];
  for (const one of runs) {
    expect([await one.ended, one.errors()]).toEqual([0, onlyProgress]);
    shares.push(shareOf(one.out()));
  }
  expect(shares.map(({ both }) => both)).toEqual([lines, lines]);
  expect(shares.reduce((sum, { added }) => sum + added, 0)).toBe(lines);
}

function shareOf(out: string): { readonly added: number; readonly both: number } {
  const { added = 0, alreadyThere = 0, refused } = JSON.parse(out) as Record<string, number>;
  expect(refused).toBe(0);
  return { added, both: added + alreadyThere };
}

async function makeHouse(name: string, databaseOf: (path: string) => string | Promise<string>): Promise<House> {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const [gate, token, console, api] = ports.map((port) => `http://localhost:${port}`);
  const environment = {
    WARIFU_DATABASE: await databaseOf(join(folder, name)),
    WARIFU_KEY_RING: join(folder, `${name}.keys.json`),
    WARIFU_SMTP_URL: "smtp://127.0.0.1:9",
    WARIFU_MAIL_FROM: "otp@otp-auth.example",
    WARIFU_GATE_ORIGIN: gate ?? "",
    WARIFU_TOKEN_ORIGIN: token ?? "",
    WARIFU_CONSOLE_ORIGIN: console ?? "",
    WARIFU_API_ORIGIN: api ?? "",
    WARIFU_API_PORT: String(ports[3]),
    WARIFU_OPS_PORT: String(ports[4]),
    WARIFU_LOG_LEVEL: "info",
  };
  const file = join(folder, `${name}.csv`);
  const rows = Array.from({ length: lines }, (_, index) => `c${String(index).padStart(5, "0")},${uri}`);
  writeFileSync(file, rows.join("\n"));
  const house = { environment, file, apiKey: "", apiUrl: `http://127.0.0.1:${ports[3]}` };
  await run(house, "init");
  const texts =
    "--name-ja 大空信用組合 --name-en Ozora --support-phone 0 --support-hours-ja 平日 --support-hours-en weekdays";
  await run(house, "institution", "add", "--service-id", "10121234", ...texts.split(" "));
  const client = "--name Bank --client-id bank --redirect-uri http://localhost:4000/callback";
  await run(house, "client", "add", "--service-id", "10121234", ...client.split(" "));
  const made = await run(house, "api-key", "create", "--client-id", "bank", "--json");
  return { ...house, apiKey: (JSON.parse(made) as { apiKey: string }).apiKey };
}

async function run({ environment }: House, ...words: readonly string[]): Promise<string> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runCommandLine(words, {
    environment,
    print: (text) => out.push(text),
    printError: (text) => errors.push(text),
    progress: { isTerminal: false, write: () => undefined },
  });
  if (code !== 0) throw new Error(errors.join("\n"));
  return out.join("\n");
}

function spawnWarifu({ environment }: House, ...words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.add(child);
  let out = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, "close").then(([code]) => {
    started.delete(child);
    return code as unknown;
  });
  return { child, ended, out: () => out, errors: () => errors };
}

const startImport = (house: House) => spawnWarifu(house, "token", "import", "--file", house.file, "--json");

async function startService(house: House): Promise<ChildProcess> {
  const { child, ended, out, errors } = spawnWarifu(house, "serve", "--faces", "api,ops");
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if ((out() + errors()).includes("the service is ready")) resolve();
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    void ended.then(() => reject(new Error(`the service ended:\n${out()}${errors()}`)));
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, "close");
  child.kill(signal);
  await closed;
  started.delete(child);
}

async function ask({ apiUrl, apiKey }: House, path: string, body?: object): Promise<{ status: number; json: unknown }> {
  const answer = await fetch(`${apiUrl}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: await answer.json() };
}

async function untilThere(house: House, customerId: string): Promise<void> {
  while ((await ask(house, `/v1/customers/${customerId}`)).status !== 200);
}

async function verify(house: House, customerId: string): Promise<unknown> {
  const otp = totp(nodeHmac, key, Date.now(), parameters);
  return (await ask(house, `/v1/customers/${customerId}/verifications`, { otp, purpose: "login" })).json;
}

/** Of how many customers it is on record. Two of one customer would count twice. */
async function importedEvents(house: House): Promise<number> {
  interface Page {
    readonly events: readonly { readonly type: string; readonly customerId: string | null }[];
    readonly next: string;
  }
  const customers = new Set<string | null>();
  let imported = 0;
  for (let cursor = ""; ;) {
    const { json } = await ask(house, `/v1/events?limit=1000${cursor === "" ? "" : `&after=${cursor}`}`);
    const { events, next } = json as Page;
    for (const { type, customerId } of events) {
      if (type !== "token.imported") continue;
      imported += 1;
      customers.add(customerId);
    }
    if (events.length === 0) break;
    cursor = next;
  }
  expect(customers.size).toBe(imported);
  return imported;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
