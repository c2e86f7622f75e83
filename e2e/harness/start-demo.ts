import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { firstMomentMs, writeClockFile } from "./clock.ts";
import { longPatienceMs } from "./patience.ts";

const root = join(import.meta.dirname, "../..");

/** What the demo writes for scripts into credentials.json. */
export interface DemoCredentials {
  readonly bank: { readonly url: string; readonly customers: readonly BankCustomer[] };
  readonly gate: { readonly url: string };
  readonly token: { readonly url: string };
  readonly console: { readonly url: string; readonly staff: readonly StaffMember[] };
  readonly api: { readonly url: string; readonly key: string };
  readonly ops: { readonly url: string };
  readonly mailbox: { readonly url: string };
  readonly tour: { readonly url: string };
  readonly warifu: { readonly env: Readonly<Record<string, string>> };
}

export interface BankCustomer {
  readonly customerId: string;
  readonly password: string;
  readonly name: string;
}

export interface StaffMember {
  readonly name: string;
  readonly role: string;
  readonly signInLink: string;
}

export interface RunningDemo {
  readonly credentials: DemoCredentials;
  readonly folder: string;
  readonly clockFile: string;
  readonly processId: number;
  stop(): Promise<void>;
}

/** Starts what `npm start` starts, on free ports, in a folder of its own, with the journeys' clock in every process. */
export async function startDemo(): Promise<RunningDemo> {
  const folder = mkdtempSync(join(tmpdir(), "warifu-journeys-"));
  const clockFile = join(folder, "clock");
  writeClockFile(clockFile, firstMomentMs(Date.now()));
  const child = spawn(process.execPath, [join(root, "apps/demo/src/main.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      WARIFU_DEMO_FOLDER: folder,
      WARIFU_PORT_BASE: String(await freePortBase()),
      JOURNEY_CLOCK_FILE: clockFile,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, "journey-clock.ts")).href}`,
    },
  });
  const said = await untilItSaysWhereToClick(child);
  const credentials = JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8")) as DemoCredentials;
  return {
    credentials,
    folder,
    clockFile,
    processId: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      if (process.env["JOURNEY_KEEP"] === undefined) rmSync(folder, { recursive: true, force: true });
      else process.stdout.write(`kept ${folder}\n${said()}\n`);
    },
  };
}

/** The tour is the last thing that the demo says at a start, and only it says where to start. It says what it waits for until then. */
async function untilItSaysWhereToClick(child: ChildProcess): Promise<() => string> {
  let output = "";
  let hasEnded = false;
  const listen = (chunk: Buffer): void => void (output += chunk.toString("utf8"));
  child.stdout?.on("data", listen);
  child.stderr?.on("data", listen);
  child.once("exit", () => (hasEnded = true));
  const giveUpAt = performance.now() + longPatienceMs;
  while (!output.includes("Start here")) {
    if (hasEnded) throw new Error(`The demo ended with ${child.exitCode} before it was ready:\n${output}`);
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain for the demo; it said:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return () => output;
}

/** Nine ports in a row that nobody listens on now. */
export async function freePortBase(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    // Below 32,768: from there on Linux lends ports to whoever connects to somebody, between our look and our start.
    const base = 20_000 + Math.floor(Math.random() * 1_270) * 10;
    const free = await Promise.all(Array.from({ length: 9 }, (_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error("No nine free ports in a row found");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
