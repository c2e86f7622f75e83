import type { FastifyReply } from "fastify";
import { ApiError } from "./api-error.ts";

/** Ten thousand a second on each node: it stops a runaway client, not a busy morning. */
export const requestsPerMinutePerKey = 600_000;
const windowMs = 60_000;

interface Window {
  readonly endsAtMs: number;
  asked: number;
}

/**
 * Counts a request of a key and says on the answer where the key stands: RateLimit-Limit, RateLimit-Remaining and, in seconds,
 * RateLimit-Reset (draft-ietf-httpapi-ratelimit-headers-05), with Retry-After when it is too much. Fixed windows of a minute.
 * @throws ApiError `too_many_requests`
 */
export type LimitKey = (keyId: string, nowMs: number, reply: FastifyReply) => void;

/** There is one window for each live key: whoever has none never comes here. */
export function makeLimitKey(perMinute: number): LimitKey {
  const windows = new Map<string, Window>();
  return (keyId, nowMs, reply) => {
    let window = windows.get(keyId);
    // A clock that went back must not leave a window that does not end.
    if (window === undefined || nowMs >= window.endsAtMs || nowMs < window.endsAtMs - windowMs) {
      window = { endsAtMs: nowMs + windowMs, asked: 0 };
      windows.set(keyId, window);
    }
    window.asked += 1;
    const resetSeconds = Math.ceil((window.endsAtMs - nowMs) / 1000);
    reply.header("ratelimit-limit", perMinute);
    reply.header("ratelimit-remaining", Math.max(0, perMinute - window.asked));
    reply.header("ratelimit-reset", resetSeconds);
    if (window.asked > perMinute) throw new ApiError("too_many_requests", { retryAfterSeconds: resetSeconds });
  };
}
