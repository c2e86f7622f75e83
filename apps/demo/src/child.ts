import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
export const serverMain = join(root, "apps/server/src/main.ts");
export const bankMain = join(root, "apps/bank/src/main.ts");

export class CommandFailed extends Error {
  override name = "CommandFailed";
}

/** Runs one `warifu` command to its end and gives its answer. @throws CommandFailed with what it said */
export function warifu(args: readonly string[], environment: Record<string, string>): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [serverMain, ...args, "--json"], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(said) as Record<string, unknown>);
      else reject(new CommandFailed(`warifu ${args.join(" ")} ended with ${code}: ${complaint.trim()}`));
    });
  });
}

/** What ends by its own decision this soon after its start would do so again. */
const quickDeathMs = 5000;

/** A program that runs as long as the demo does. It is started again when it dies by itself, at most so many times. */
export class LastingChild {
  readonly #name: string;
  readonly #args: readonly string[];
  readonly #environment: Record<string, string>;
  #child: ChildProcess | null = null;
  #stopping = false;
  #restartsLeft = 20;

  constructor(name: string, args: readonly string[], environment: Record<string, string>) {
    this.#name = name;
    this.#args = args;
    this.#environment = environment;
  }

  /** `onStarted` gets the process id of every start; `onGivenUp` is called when it has died too often. */
  start(onStarted: (processId: number) => void, onGivenUp: () => void): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...this.#args], {
      env: { ...process.env, ...this.#environment },
      stdio: ["ignore", "inherit", "inherit"],
    });
    this.#child = child;
    if (child.pid !== undefined) onStarted(child.pid);
    child.once("exit", (code, signal) => {
      if (this.#stopping) return;
      this.#restartsLeft -= 1;
      const goesOn = this.#restartsLeft > 0 && (signal !== null || performance.now() - startedAt > quickDeathMs);
      const wayOn = goesOn ? "starting it again" : "its own words are above";
      process.stderr.write(`${this.#name} ended by itself (${signal ?? `exit ${code}`}); ${wayOn}.\n`);
      if (goesOn) this.start(onStarted, onGivenUp);
      else onGivenUp();
    });
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
}
