import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A server process that the load generator can be pointed at. */
export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts one of our small peer servers; it tells its port when it listens. */
export async function startPeer(file: "echo-server.ts" | "raw-server.ts"): Promise<RunningServer> {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(Number(message)));
    child.once("exit", (code) => reject(new Error(`${file} ended (${code}) before it listened`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        if (!child.connected) return resolve();
        child.once("exit", () => resolve());
        child.disconnect();
      }),
  };
}
