import type { ServerResponse } from "node:http";
import { ApiError } from "./api-error.ts";
import type { ApiService } from "./api-service.ts";

/** How often a waiting request looks again. Another node may have written what it waits for, so nobody can tell it. */
const lookEveryMs = 500;
/** So many requests of one key wait at the same time: one feed and its reserves. */
const waitingPerKey = 4;

export interface EventWaits {
  /**
   * Reads until there is something, the seconds are over, the asker has gone, or the face closes; gives what was read last.
   * @throws ApiError `too_many_requests` when too many requests of the key wait already
   */
  until<Found>(
    keyId: string,
    seconds: number,
    answer: ServerResponse,
    read: () => Promise<Found>,
    isSomething: (found: Found) => boolean,
  ): Promise<Found>;
  /** Whoever waits is answered now, and nobody waits any more. */
  end(): void;
}

export function makeEventWaits(pause: ApiService["pause"]): EventWaits {
  const waiting = new Map<string, number>();
  const ending = new AbortController();

  return {
    async until(keyId, seconds, answer, read, isSomething) {
      let found = await read();
      if (isSomething(found) || seconds === 0) return found;
      const others = waiting.get(keyId) ?? 0;
      if (others >= waitingPerKey) throw new ApiError("too_many_requests", { retryAfterSeconds: 1 });
      waiting.set(keyId, others + 1);
      const gone = new AbortController();
      const leave = () => gone.abort();
      answer.once("close", leave);
      const signal = AbortSignal.any([ending.signal, gone.signal]);
      try {
        for (let waitedMs = 0; waitedMs < seconds * 1000 && !signal.aborted; waitedMs += lookEveryMs) {
          await pause(lookEveryMs, signal);
          found = await read();
          if (isSomething(found)) break;
        }
        return found;
      } finally {
        answer.off("close", leave);
        const left = (waiting.get(keyId) ?? 1) - 1;
        if (left === 0) waiting.delete(keyId);
        else waiting.set(keyId, left);
      }
    },
    end: () => ending.abort(),
  };
}
