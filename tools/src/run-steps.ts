import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** One command of a check, by the name people read. `args` go to the launcher. */
export interface Step {
  readonly name: string;
  readonly args: readonly string[];
  /** Output is shown as it comes, not only after a failure. */
  readonly loud?: boolean;
}

interface StepResult {
  readonly step: Step;
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Runs every step, `atOnce` side by side, tells each result in a line, and gives whether all succeeded. */
export async function runSteps(steps: readonly Step[], atOnce: number): Promise<boolean> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      process.stdout.write(`${result.ok ? "✓" : "✗"} ${step.name} (${result.seconds.toFixed(1)} s)\n`);
      if (!result.ok && !step.loud) process.stdout.write(`${result.output}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results.every((result) => result.ok);
}

function runStep(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), ...step.args], {
      cwd: root,
      stdio: ["ignore", step.loud ? "inherit" : "pipe", step.loud ? "inherit" : "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("close", (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ step, ok: code === 0, output: Buffer.concat(chunks).toString("utf8"), seconds });
    });
  });
}
