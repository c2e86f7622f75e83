import { setTimeout as pause } from "node:timers/promises";
import { makeWarifuClient } from "@warifu/wire";
import type { WireEvent } from "@warifu/wire";

export interface FeedOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly stopped: AbortSignal;
  /** In their order, each once. */
  readonly onEvents: (events: readonly WireEvent[]) => void;
  /** The service has begun to answer, or has ceased to. */
  readonly onAnswering: (isAnswering: boolean) => void;
}

/** How long one question waits for the next event, and how soon an unanswered one is asked again. */
const waitSeconds = 25;
const askAgainMs = 1000;
/** Beyond the wait: a busy machine may take its time, a service that hangs is told as being away. */
const answerWithinMs = 20_000;

/** Reads the institution's public feed as any client of it would, from its beginning and until stopped. */
export async function readFeed({ apiUrl, apiKey, stopped, onEvents, onAnswering }: FeedOptions): Promise<void> {
  const client = makeWarifuClient({
    baseUrl: apiUrl,
    apiKey,
    timeoutMs: answerWithinMs,
    // Asked again by ourselves, so that silence is noticed at once.
    tries: 1,
    fetch: (url, init) => fetch(url, { ...init, signal: anyOf(stopped, init?.signal) }),
  });
  let after = "0";
  let isAnswering = false;
  while (!stopped.aborted) {
    // The first question after a silence does not wait: its answer says that the service is back.
    const answer = await client.events({ after, limit: 1000, waitSeconds: isAnswering ? waitSeconds : 0 });
    if (stopped.aborted) return;
    if (answer.ok) {
      after = answer.value.next;
      if (answer.value.events.length > 0) onEvents(answer.value.events);
    } else {
      await pause(askAgainMs, undefined, { signal: stopped }).catch(() => undefined);
    }
    if (answer.ok !== isAnswering) {
      isAnswering = answer.ok;
      onAnswering(isAnswering);
    }
  }
}

/** Either of the two. */
export function anyOf(stopped: AbortSignal, other: AbortSignal | null | undefined): AbortSignal {
  return other === null || other === undefined ? stopped : AbortSignal.any([stopped, other]);
}
