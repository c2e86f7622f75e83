import { OutcomeUnknown, StoreBusy } from "@warifu/rules";
import type { Storage } from "@warifu/rules";
import type { FastifyBaseLogger } from "fastify";

/** As long as it lasts, it is said again so often. */
const sayAgainMs = 60_000;

/**
 * Writes one line into the log when the database begins to fail, with a fixed word for why, and one when `ready` finds it well
 * again; never a line for each request that met it.
 */
export function watchDatabase(storage: Storage, log: FastifyBaseLogger, monotonicMs: () => number): Storage {
  let failing: { reason: string; saidAtMs: number } | null = null;

  const note = (error: unknown): void => {
    const reason = reasonOf(error);
    if (reason === null) return;
    const now = monotonicMs();
    if (failing?.reason === reason && now - failing.saidAtMs < sayAgainMs) return;
    failing = { reason, saidAtMs: now };
    log.error({ reason }, "the database does not do its work: requests are answered 503");
  };
  const watched = Object.fromEntries(
    Object.entries(storage).map(([name, method]) => [
      name,
      async (...values: unknown[]): Promise<unknown> => {
        try {
          return await (method as (...asked: unknown[]) => unknown)(...values);
        } catch (error) {
          note(error);
          throw error;
        }
      },
    ]),
  ) as unknown as Storage;
  return {
    ...watched,
    async ready() {
      const readiness = await storage.ready();
      if (readiness === "ready" && failing !== null) {
        failing = null;
        log.info({}, "the database does its work again");
      }
      return readiness;
    },
  };
}

/** A queue that is full for a moment is not the database's fault, and the metric counts it. */
function reasonOf(error: unknown): string | null {
  if (error instanceof OutcomeUnknown) return "outcomeUnknown";
  return error instanceof StoreBusy && error.trouble !== "overloaded" ? error.trouble : null;
}
