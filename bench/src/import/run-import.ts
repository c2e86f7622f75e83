import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { memoryOf } from "../load/process-figures.ts";
import type { Database } from "../population/database.ts";

const main = fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url));
const lookEveryMs = 250;

export interface RunningImport {
  hasEnded(): boolean;
  /** @throws Error with what the command said when it was refused */
  readonly ended: Promise<{ readonly seconds: number; readonly peak: number | null }>;
}

/** Runs `warifu token import` in a process of its own, and looks how much memory it has taken at most. */
export function runImport({ url, keyRing }: Database, file: string, say: (text: string) => void): RunningImport {
  const beganAt = performance.now();
  const child = spawn(process.execPath, [main, "token", "import", "--file", file], {
    env: { ...process.env, WARIFU_DATABASE: url, WARIFU_KEY_RING: keyRing },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      said = `${said}${text}`.slice(-4_000);
      say(text.trimEnd());
    });
  }
  let peak: number | null = null;
  const looking = setInterval(() => {
    peak = memoryOf(child.pid ?? 0)?.peak ?? peak;
  }, lookEveryMs);
  let hasEnded = false;
  const ended = new Promise<{ seconds: number; peak: number | null }>((resolve, reject) => {
    child.once("close", (code) => {
      hasEnded = true;
      clearInterval(looking);
      process.off("exit", endWithUs);
      if (code === 0) resolve({ seconds: (performance.now() - beganAt) / 1000, peak });
      else reject(new Error(`token import ended with ${code}: ${said}`));
    });
  });
  // Whoever measures meanwhile asks for it later.
  ended.catch(() => undefined);
  return { hasEnded: () => hasEnded, ended };
}
