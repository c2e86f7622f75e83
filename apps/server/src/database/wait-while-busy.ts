import type { FastifyBaseLogger } from "fastify";
import { DatabaseBusy } from "./open-database.ts";

interface Waiting {
  readonly log: Pick<FastifyBaseLogger, "warn" | "info">;
  /** Settles when the wait is to end. */
  readonly stopped: Promise<unknown>;
  /** Between two attempts. */
  readonly pause: () => Promise<unknown>;
}

/**
 * Opens what needs the database file, again and again while somebody else has it: a command, a service that is just ending, a backup.
 * How long that takes is theirs to know. It says once what it waits for; null when it was told to stop meanwhile.
 * @param open throws DatabaseBusy · whatever else it throws ends the wait
 */
export async function waitWhileBusy<Value>(
  open: () => Promise<Value>,
  { log, stopped, pause }: Waiting,
): Promise<Value | null> {
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const value = await open();
      if (attempt > 1) log.info({}, "the database file is free");
      return value;
    } catch (error) {
      if (!(error instanceof DatabaseBusy)) throw error;
      if (attempt === 1) log.warn({}, `waiting until the database file is free: ${error.message}`);
    }
    await Promise.race([pause(), stopped]);
    if (isStopped) return null;
  }
}
