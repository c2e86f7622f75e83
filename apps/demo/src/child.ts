import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../../..");
const serverMain = join(root, "apps/server/src/main.ts");
const bankMain = join(root, "apps/bank/src/main.ts");

export const programs = {
  service: { name: "The service", args: [serverMain, "serve"] },
  bank: { name: "The sample bank", args: [bankMain] },
} as const;

type Environment = Readonly<Record<string, string>>;

/** What was compiled once is not compiled again at the next start. */
function withCompileCache(environment: Environment): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: join(root, ".cache/node"), ...process.env, ...environment };
}

export class CommandFailed extends Error {
  override name = "CommandFailed";
}

/** Runs one `warifu` command to its end and gives its answer. @throws CommandFailed with what it said */
export function warifu(
  args: readonly string[],
  environment: Environment,
  stopped: AbortSignal,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [serverMain, ...args, "--json"], {
      env: withCompileCache(environment),
      stdio: ["ignore", "pipe", "pipe"],
      signal: stopped,
    });
    let said = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(said) as Record<string, unknown>);
      else reject(new CommandFailed(`warifu ${args.slice(0, 2).join(" ")}: ${complaint.trim()}`));
    });
  });
}

/** A life shorter than this is a quick death; after a few in a row the program is given up. */
const quickDeathMs = 5000;
const quickDeathsAllowed = 3;

/** The channel to its parent closes with the parent, however it ends; then this makes the child stop by itself. */
const stopWithParent = `--import=${pathToFileURL(join(import.meta.dirname, "stop-with-parent.ts")).href}`;

export interface ChildEvents {
  /** At every start, with the process id. */
  readonly onStarted?: (processId: number) => void;
  /** It cannot be brought to live. */
  readonly onGivenUp: () => void;
}

/** A program that runs as long as the demo does; when it dies by itself, it is started again, as a supervisor would. */
export class LastingChild {
  readonly #name: string;
  readonly #args: readonly string[];
  readonly #environment: Environment;
  readonly #events: ChildEvents;
  #child: ChildProcess | null = null;
  #stopping = false;
  #wasReady = false;
  #quickDeaths = 0;

  constructor(
    program: { readonly name: string; readonly args: readonly string[] },
    environment: Environment,
    events: ChildEvents,
  ) {
    this.#name = program.name;
    this.#args = program.args;
    this.#environment = environment;
    this.#events = events;
    this.#start();
  }

  /** From now on a death is an accident, not a start that failed. */
  isReady(): void {
    this.#wasReady = true;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(patience);
  }

  #start(): void {
    const child = spawn(process.execPath, [stopWithParent, ...this.#args], {
      env: withCompileCache(this.#environment),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const startedAt = performance.now();
    this.#child = child;
    if (child.pid !== undefined) this.#events.onStarted?.(child.pid);
    child.once("exit", (code, signal) => {
      if (this.#stopping) return;
      // Killed from outside is no sign that it cannot run.
      const quick = signal === null && performance.now() - startedAt < quickDeathMs;
      this.#quickDeaths = quick ? this.#quickDeaths + 1 : 0;
      if (!this.#wasReady || this.#quickDeaths > quickDeathsAllowed) {
        process.stderr.write(`${this.#name} cannot run (${signal ?? `exit ${code}`}); its own words are above.\n`);
        this.#events.onGivenUp();
        return;
      }
      process.stderr.write(`${this.#name} ended by itself (${signal ?? `exit ${code}`}); it is started again.\n`);
      this.#start();
    });
  }
}
