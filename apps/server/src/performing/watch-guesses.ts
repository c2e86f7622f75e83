import { countWrongCodes, quietWatch, Throttled, throttledForSeconds } from "@warifu/rules";
import type { EventStore, GuessWatch, Institution } from "@warifu/rules";
import type { FastifyBaseLogger } from "fastify";
import { describeError } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";

/** Watches this node's wrong codes of every institution; n nodes let n times as many through. */
export interface WatchGuesses {
  /** Why no code of this institution may be compared now; null: it may. */
  stopped(institution: Institution, nowMs: number): Throttled | null;
  /** Wrong codes were committed. Tells somebody when there are too many. */
  count(institution: Institution, nowMs: number, wrongCodes: number): void;
}

interface Parts {
  readonly storage: EventStore;
  readonly metrics: Pick<Metrics, "guessingNoticed">;
  readonly log: FastifyBaseLogger;
}

export function watchGuesses({ storage, metrics, log }: Parts): WatchGuesses {
  const watches = new Map<string, GuessWatch>();
  return {
    stopped({ institutionId, policy }, nowMs) {
      const watch = watches.get(institutionId);
      if (watch === undefined) return null;
      const seconds = throttledForSeconds(watch, nowMs, policy);
      return seconds === 0 ? null : new Throttled(seconds);
    },
    count({ institutionId, policy }, nowMs, wrongCodes) {
      const before = watches.get(institutionId) ?? quietWatch;
      const { watch, noticed } = countWrongCodes(before, nowMs, wrongCodes, policy);
      watches.set(institutionId, watch);
      if (noticed !== null) tell(institutionId, nowMs, noticed);
    },
  };

  function tell(institutionId: string, atMs: number, wrongCodesPerMinute: number): void {
    metrics.guessingNoticed();
    log.warn({ institutionId, count: wrongCodesPerMinute }, "so many wrong codes a minute: somebody may be guessing");
    storage
      .record({
        type: "guessing.noticed",
        atMs,
        actor: { kind: "service", id: null, channel: "job" },
        institutionId,
        customerId: null,
        tokenId: null,
        detail: { wrongCodesPerMinute },
      })
      .catch((error: unknown) => log.error({ error: describeError(error) }, "the guessing could not be recorded"));
  }
}
