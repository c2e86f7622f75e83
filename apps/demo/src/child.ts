import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LastLines } from "./last-lines.ts";

const root = join(import.meta.dirname, "../../..");
const serverMain = join(root, "apps/server/src/main.ts");
const bankMain = join(root, "apps/bank/src/main.ts");

export interface Program {
  /** In Japanese and English, as the terminal says it. */
  readonly name: string;
  readonly args: readonly string[];
}

export const programs = {
  service: { name: "サービス / the service", args: [serverMain, "serve"] },
  bank: { name: "銀行のサンプル / the sample bank", args: [bankMain] },
} as const satisfies Record<string, Program>;

type Environment = Readonly<Record<string, string>>;

/** What was compiled once is not compiled again at the next start. */
function withCompileCache(environment: Environment): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: join(root, ".cache/node"), ...process.env, ...environment };
}

/** A part of the demo that failed, with the end of what it said. */
export class PartFailed extends Error {
  override name = "PartFailed";
  readonly lastLines: string;

  constructor(message: string, lastLines: LastLines) {
    super(message);
    this.lastLines = lastLines.toString();
  }
}

/** Runs one `warifu` command to its end, however long that takes, and gives its answer. @throws PartFailed with what it said */
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
    const complaint = new LastLines();
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stderr.on("data", (chunk: Buffer) => complaint.add(chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(JSON.parse(said) as Record<string, unknown>);
      else reject(new PartFailed(`warifu ${args.slice(0, 2).join(" ")} (${signal ?? `exit ${code}`})`, complaint));
    });
  });
}

/** A life shorter than this is a quick death; after a few in a row the program is given up. */
const quickDeathMs = 5000;
const quickDeathsAllowed = 3;
/** Whoever does not end when told to is ended, some day: this is for a hang, not for a slow machine. */
const endsByItselfWithinMs = 60_000;

/** The channel to its parent closes with the parent, however it ends; then this makes the child stop by itself. */
const stopWithParent = `--import=${pathToFileURL(join(import.meta.dirname, "stop-with-parent.ts")).href}`;

export interface ChildEvents {
  /** At every start, with the process id. */
  readonly onStarted?: (processId: number) => void;
  /** It cannot be brought to live. */
  readonly onGivenUp: (failure: PartFailed) => void;
}

/** A program that runs as long as the demo does; when it dies by itself, it is started again, as a supervisor would. */
export class LastingChild {
  readonly #program: Program;
  readonly #environment: Environment;
  readonly #events: ChildEvents;
  readonly #lastLines = new LastLines();
  #child: ChildProcess | null = null;
  #stopping = false;
  #wasReady = false;
  #quickDeaths = 0;

  constructor(program: Program, environment: Environment, events: ChildEvents) {
    this.#program = program;
    this.#environment = environment;
    this.#events = events;
    this.#start();
  }

  /** From now on a death is an accident, not a start that failed. What it said until now is shown. */
  isReady(): void {
    this.#wasReady = true;
    process.stderr.write(this.#lastLines.toString());
  }

  /** @param hurried ends it at once, as a second Ctrl-C wants it */
  async stop(hurried: AbortSignal): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const kill = () => child.kill("SIGKILL");
    child.kill("SIGTERM");
    const patience = setTimeout(kill, endsByItselfWithinMs);
    hurried.addEventListener("abort", kill);
    if (hurried.aborted) kill();
    await ended;
    clearTimeout(patience);
    hurried.removeEventListener("abort", kill);
  }

  #start(): void {
    const child = spawn(process.execPath, [stopWithParent, ...this.#program.args], {
      env: withCompileCache(this.#environment),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const startedAt = performance.now();
    this.#child = child;
    child.stdout?.on("data", (chunk: Buffer) => this.#hear(chunk, process.stdout));
    child.stderr?.on("data", (chunk: Buffer) => this.#hear(chunk, process.stderr));
    if (child.pid !== undefined) this.#events.onStarted?.(child.pid);
    // "close" and not "exit": its last words have been heard by then.
    child.once("close", (code, signal) => {
      if (this.#stopping) return;
      // Killed from outside is no sign that it cannot run.
      const quick = signal === null && performance.now() - startedAt < quickDeathMs;
      this.#quickDeaths = quick ? this.#quickDeaths + 1 : 0;
      const how = `${this.#program.name} (${signal ?? `exit ${code}`})`;
      if (!this.#wasReady || this.#quickDeaths > quickDeathsAllowed) {
        this.#events.onGivenUp(new PartFailed(how, this.#lastLines));
        return;
      }
      process.stderr.write(`終了したため、もう一度起動します / Ended by itself; it is started again: ${how}\n`);
      this.#start();
    });
  }

  /** Until it is ready its words are kept back: they are shown when it fails, below the sentence that says so. */
  #hear(chunk: Buffer, target: NodeJS.WriteStream): void {
    this.#lastLines.add(chunk);
    if (this.#wasReady) target.write(chunk);
  }
}
