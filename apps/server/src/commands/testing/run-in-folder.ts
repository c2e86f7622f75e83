import { join } from "node:path";
import { runCommandLine } from "../../command-line/run-command-line.ts";

/** Runs `warifu` with the words on a database and a key ring in the folder; `told`: whatever it printed. */
export async function runInFolder(
  folder: string,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly told: string }> {
  const told: string[] = [];
  const code = await runCommandLine(words, {
    environment: {
      WARIFU_DATABASE: `sqlite:${join(folder, "w.db")}`,
      WARIFU_KEY_RING: join(folder, "keys.json"),
      WARIFU_CONSOLE_ORIGIN: "http://localhost:4003",
    },
    print: (text) => told.push(text),
    printError: (text) => told.push(text),
    progress: { isTerminal: false, write: () => undefined },
  });
  return { code, told: told.join("\n") };
}
