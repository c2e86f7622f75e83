import { appliedSchema, cancelledSchema } from "./application.ts";
import type { WireApplication } from "./application.ts";
import { ask } from "./ask.ts";
import type { Answer, Call } from "./ask.ts";
import { customerSchema } from "./customer.ts";
import type { WireCustomer } from "./customer.ts";
import { eventsSchema } from "./events.ts";
import type { WireEvents } from "./events.ts";
import { isIdempotencyKey } from "./idempotency-key.ts";
import { restPath, restPaths } from "./paths.ts";
import { resyncResultSchema } from "./resync.ts";
import type { WireResync, WireResyncResult } from "./resync.ts";
import { batchResultSchema } from "./verification-batch.ts";
import type { WireBatchItem, WireBatchResult } from "./verification-batch.ts";
import { verificationResultSchema } from "./verification.ts";
import type { WireVerification, WireVerificationResult } from "./verification.ts";

export interface WarifuClientOptions {
  /** The API face, such as `https://api.otp.example`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch?: typeof fetch;
  /** How long one try may take, in milliseconds. Default: 5000. */
  readonly timeoutMs?: number;
  /** How often a call is sent at most. Default: 3; 1 retries nothing. */
  readonly tries?: number;
  /** Waits between tries. Default: a timer. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** In [0, 1): spreads the retries of many callers. Default: Math.random. */
  readonly random?: () => number;
}

export interface ActOptions {
  /**
   * 1–255 printable ASCII characters; default: a new UUID for each call. Give your own, kept with your order, where a call must
   * stay the same one over a restart of yours. @throws RangeError when it is no key
   */
  readonly idempotencyKey?: string;
}

export interface EventsRequest {
  /** `next` of the answer before; without it, from the beginning. */
  readonly after?: string;
  /** 1–1000; default 100. */
  readonly limit?: number;
  /** 0–30: how long the service waits for the next event when there is none yet; default 0. */
  readonly waitSeconds?: number;
}

type Act<Value> = (customerId: string, reason: string, options?: ActOptions) => Promise<Answer<Value>>;

export interface WarifuClient {
  customer(customerId: string): Promise<Answer<WireCustomer>>;
  /** Registers the application (利用申込); repeating it changes nothing. */
  apply(customerId: string, application?: WireApplication, options?: ActOptions): Promise<Answer<{ use: "applied" }>>;
  /** Ends the customer's OTP use (利用解除) and every live token. */
  cancel(customerId: string, options?: ActOptions): Promise<Answer<{ revokedTokens: number }>>;
  /** A code is used up by its first answer: after `no_answer` or `outcome_unknown` ask the customer for the next code. */
  verify(
    customerId: string,
    verification: WireVerification,
    options?: ActOptions,
  ): Promise<Answer<WireVerificationResult>>;
  /** Up to a hundred codes at once; the results come in the same order. */
  verifyAll(verifications: readonly WireBatchItem[], options?: ActOptions): Promise<Answer<WireBatchResult>>;
  /** 時刻合わせ: two codes that the app showed one right after the other. Both are used up. */
  resync(customerId: string, otps: WireResync["otps"], options?: ActOptions): Promise<Answer<WireResyncResult>>;
  readonly suspend: Act<WireCustomer>;
  readonly resume: Act<WireCustomer>;
  readonly unlock: Act<WireCustomer>;
  readonly revoke: Act<WireCustomer>;
  /** Lets the customer issue one token more than the limit of 24 hours (発行の追加). */
  readonly allowIssuance: Act<WireCustomer>;
  /** What happened at the institution, in order. */
  events(request?: EventsRequest): Promise<Answer<WireEvents>>;
}

/**
 * Speaks REST v1. Failures are values, never thrown. What got no answer (lost connection, time-out, 503, a proxy's 502 or 504,
 * half an answer, or 429 with a time to come back) is sent again with the same idempotency key, so that nothing is carried out twice; everything else is never repeated.
 */
export function makeWarifuClient(options: WarifuClientOptions): WarifuClient {
  const { apiKey, timeoutMs = 5000 } = options;
  const base = options.baseUrl.replace(/\/+$/, "");
  const retrying = {
    send: options.fetch ?? fetch,
    tries: options.tries ?? 3,
    wait: options.wait ?? ((milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))),
    random: options.random ?? Math.random,
  };

  const look = <Value>(path: string, schema: Call<Value>["schema"], extraMs = 0): Promise<Answer<Value>> => {
    const call = { apiKey, schema, url: base + path, timeoutMs: timeoutMs + extraMs };
    return ask<Value>({ ...call, method: "GET", idempotencyKey: null, body: undefined }, retrying);
  };
  const act = async <Value>(
    method: "PUT" | "POST" | "DELETE",
    path: string,
    schema: Call<Value>["schema"],
    body: object | undefined,
    { idempotencyKey = crypto.randomUUID() }: ActOptions = {},
  ): Promise<Answer<Value>> => {
    if (!isIdempotencyKey(idempotencyKey))
      throw new RangeError("an idempotency key is 1–255 printable ASCII characters");
    return ask<Value>({ method, url: base + path, apiKey, idempotencyKey, body, schema, timeoutMs }, retrying);
  };
  const stop =
    (path: "suspend" | "resume" | "unlock" | "revoke" | "allowIssuance"): Act<WireCustomer> =>
    (customerId, reason, how) =>
      act("POST", restPath(path, customerId), customerSchema, { reason }, how);

  return {
    customer: (customerId) => look(restPath("customer", customerId), customerSchema),
    apply: (customerId, application = {}, how) =>
      act("PUT", restPath("application", customerId), appliedSchema, application, how),
    cancel: (customerId, how) => act("DELETE", restPath("application", customerId), cancelledSchema, undefined, how),
    verify: (customerId, verification, how) =>
      act("POST", restPath("verifications", customerId), verificationResultSchema, verification, how),
    verifyAll: (verifications, how) =>
      act("POST", restPaths.verificationBatch, batchResultSchema, { verifications }, how),
    resync: (customerId, otps, how) => act("POST", restPath("resync", customerId), resyncResultSchema, { otps }, how),
    suspend: stop("suspend"),
    resume: stop("resume"),
    unlock: stop("unlock"),
    revoke: stop("revoke"),
    allowIssuance: stop("allowIssuance"),
    events: (request = {}) => look(eventsPath(request), eventsSchema, (request.waitSeconds ?? 0) * 1000),
  };
}

function eventsPath({ after, limit, waitSeconds }: EventsRequest): string {
  const query = new URLSearchParams();
  if (after !== undefined) query.set("after", after);
  if (limit !== undefined) query.set("limit", String(limit));
  if (waitSeconds !== undefined) query.set("wait", String(waitSeconds));
  return query.size === 0 ? restPaths.events : `${restPaths.events}?${query.toString()}`;
}
