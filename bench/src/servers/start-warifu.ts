import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Database } from "../population/database.ts";
import type { RunningServer } from "./start-peer.ts";

const main = fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url));
/** Ends a hang, and no slow start: as long as the process lives it is waited for. */
const patienceMs = 15 * 60_000;

/** Starts `warifu serve --faces api` on a free port, as an operator would, and waits until it answers. */
export async function startWarifu(
  { url, keyRing }: Database,
  environment: Record<string, string> = {},
): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, [main, "serve", "--faces", "api"], {
    env: { ...process.env, ...serviceEnvironment(url, keyRing, port), ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Whoever ends in the middle of everything leaves no server behind.
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  child.once("exit", () => process.off("exit", endWithUs));
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-4_000)));
  try {
    await untilReady(child, port);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`warifu serve did not come up: ${complaint}`, { cause: error });
  }
  return {
    port,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

/** Log lines of single requests are off (`warn`), as the echo beside it writes none; one row of the table has them on. */
function serviceEnvironment(database: string, keyRing: string, port: number): Record<string, string> {
  return {
    WARIFU_DATABASE: database,
    WARIFU_KEY_RING: keyRing,
    WARIFU_API_PORT: String(port),
    WARIFU_API_ORIGIN: `http://localhost:${port}`,
    WARIFU_GATE_ORIGIN: "http://gate.localhost",
    WARIFU_TOKEN_ORIGIN: "http://token.localhost",
    WARIFU_CONSOLE_ORIGIN: "http://console.localhost",
    WARIFU_SMTP_URL: "smtp://127.0.0.1:9",
    WARIFU_MAIL_FROM: "otp@example.jp",
    WARIFU_LOG_LEVEL: "warn",
  };
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  while (Date.now() < endsAt) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/v1/customers/nobody`).catch(() => null);
    // Without an API key: 401 means that the whole way up to the store works.
    if (answer?.status === 401) return;
    await pause(100);
  }
  throw new Error(`it lives, but did not answer within ${patienceMs / 60_000} minutes`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
