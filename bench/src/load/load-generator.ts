import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WindowOrder, WindowResult } from "./window.ts";

/** The load generator's process, as the benchmark sees it. */
export interface LoadGenerator {
  /** Runs one window. @throws when an answer was wrong: then the numbers mean nothing */
  run(order: WindowOrder): Promise<WindowResult>;
  stop(): void;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(fileURLToPath(new URL("../load-process.ts", import.meta.url)), { serialization: "advanced" });
  return {
    run: (order) =>
      new Promise<WindowResult>((resolve, reject) => {
        const ended = (code: number | null) => reject(new Error(`The load generator ended (${code})`));
        child.once("exit", ended);
        child.once("message", (message: { result: WindowResult } | { error: string }) => {
          child.off("exit", ended);
          if ("error" in message) reject(new Error(`The load generator failed: ${message.error}`));
          else if (message.result.wrongAnswers > 0) reject(new Error(wrongAnswers(order, message.result)));
          else resolve(message.result);
        });
        child.send(order);
      }),
    stop: () => void (child.connected && child.disconnect()),
  };
}

function wrongAnswers({ kind, database, connections }: WindowOrder, { verdicts }: WindowResult): string {
  return `${database}: wrong answers to ${kind} codes over ${connections} connections: ${JSON.stringify(verdicts)}`;
}
