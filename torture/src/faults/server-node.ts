import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expectThat } from "./fault.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";

const root = join(import.meta.dirname, "../../..");
const main = join(root, "apps/server/src/main.ts");
const clockPreload = new URL("./shifted-clock.ts", import.meta.url).href;

export interface NodeOptions {
  /** `WARIFU_DATABASE` */
  readonly database: string;
  readonly keyRingFile: string;
  /** A file written by clock-file.ts: how far this node's clock is off. Without it the machine's own clock. */
  readonly clockFile?: string;
  /** `WARIFU_STOP_WAIT_SECONDS` */
  readonly stopWaitSeconds?: number;
}

/** One `warifu serve` as a process. Its addresses stay the same over restarts. */
export interface ServerNode {
  readonly url: string;
  readonly opsUrl: string;
  /** Starts it and waits until it answers. */
  start(changed?: Partial<NodeOptions>): Promise<void>;
  /** null when it does not run. */
  processId(): number | null;
  /** kill -9: nothing of it runs any more when this returns. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator stops it. */
  stop(): Promise<void>;
  /** What /readyz says; null when nothing answers. */
  readiness(): Promise<{ readonly status: number; readonly says: string } | null>;
  untilReady(): Promise<void>;
  /** The end of what it wrote to its log. */
  lastWords(): string;
}

export async function makeServerNode(options: NodeOptions): Promise<ServerNode> {
  const [apiPort, opsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${apiPort}`;
  const opsUrl = `http://127.0.0.1:${opsPort}`;
  let child: ChildProcess | null = null;
  let words = "";
  const listen = (chunk: Buffer): void => {
    words = (words + chunk.toString("utf8")).slice(-1500);
  };
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  };

  const node: ServerNode = {
    url,
    opsUrl,
    async start(changed = {}) {
      expectThat(child === null, "The node runs already");
      const started = launch({ ...options, ...changed }, apiPort, opsPort);
      child = started;
      started.stdout?.on("data", listen);
      started.stderr?.on("data", listen);
      await eventually("the node answers", async () => {
        if (started.exitCode !== null)
          throw new Error(`The node ended with ${started.exitCode} at its start:\n${words}`);
        return (await node.readiness()) === null ? null : true;
      });
    },
    processId: () => child?.pid ?? null,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    async readiness() {
      const answer = await fetch(`${opsUrl}/readyz`, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
      if (answer === null) return null;
      const { status: says } = (await answer.json()) as { status: string };
      return { status: answer.status, says };
    },
    async untilReady() {
      await eventually("the node is ready", async () => ((await node.readiness())?.status === 200 ? true : null));
    },
    lastWords: () => words,
  };
  return node;
}

function launch(options: NodeOptions, apiPort: number, opsPort: number): ChildProcess {
  const { database, keyRingFile, clockFile, stopWaitSeconds = 0 } = options;
  return spawn(process.execPath, [main, "serve", "--faces", "api,ops"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      WARIFU_DATABASE: database,
      WARIFU_KEY_RING: keyRingFile,
      WARIFU_API_PORT: String(apiPort),
      WARIFU_OPS_PORT: String(opsPort),
      WARIFU_API_ORIGIN: `http://localhost:${apiPort}`,
      WARIFU_GATE_ORIGIN: "http://localhost:4001",
      WARIFU_TOKEN_ORIGIN: "http://localhost:4002",
      WARIFU_CONSOLE_ORIGIN: "http://localhost:4003",
      // Nobody listens there, and no fault makes a mail.
      WARIFU_SMTP_URL: "smtp://127.0.0.1:9",
      WARIFU_MAIL_FROM: "otp@example.jp",
      WARIFU_LOG_LEVEL: "warn",
      WARIFU_STOP_WAIT_SECONDS: String(stopWaitSeconds),
      ...(clockFile === undefined
        ? {}
        : {
            TORTURE_CLOCK_FILE: clockFile,
            NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${clockPreload}`,
          }),
    },
  });
}
