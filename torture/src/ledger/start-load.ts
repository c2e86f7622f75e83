import { fork } from "node:child_process";
import { once } from "node:events";
import type { LoadOrder, LoadPlan } from "./load-plan.ts";

export interface Load {
  /** Lets what is under way come to its end and waits for the client to go. */
  stop(): Promise<void>;
}

/** Starts the load client, which asks until it is stopped. */
export function startLoad(plan: LoadPlan): Load {
  const client = fork(new URL("./load-client.ts", import.meta.url), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(client, "exit");
  const order = (message: LoadOrder) => client.send(message);
  order({ order: "start", plan });
  return {
    async stop() {
      if (client.connected) order({ order: "stop" });
      const [code] = (await ended) as [number | null];
      if (code !== 0) throw new Error(`The load client ended with ${String(code)}`);
    },
  };
}
