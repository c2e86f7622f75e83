import type { Service } from "../service.ts";
import { describeError } from "../log.ts";

export interface RunningJob {
  /** Lets what is under way finish, then stops. */
  stop(): Promise<void>;
}

const everyMs = 60_000;

/** Deletes records past their end, once a minute. They are never given out either way: this only frees space. */
export function startSweep(service: Pick<Service, "storage" | "nowMs" | "log">): RunningJob {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = sweep(service);
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function sweep({ storage, nowMs, log }: Pick<Service, "storage" | "nowMs" | "log">): Promise<void> {
  try {
    const count = await storage.sweep(nowMs());
    if (count > 0) log.debug({ job: "sweep", count }, "records past their end deleted");
  } catch (error) {
    log.error({ job: "sweep", error: describeError(error) }, "the sweep failed; it is tried again");
  }
}
