import type { z } from "zod";
import { idempotencyKeyHeader } from "./idempotency-key.ts";
import { wireErrorSchema } from "./wire-codes.ts";
import type { WireCode } from "./wire-codes.ts";

/**
 * Why there is no value. `no_answer`: nothing of the service's came back in time, or something between (a reverse proxy's 502 or
 * 504, half an answer); whether an act was carried out is not known. `unreadable_answer`: something answered that is not Warifu of
 * this version, and another try would be answered alike.
 */
export interface WarifuFailure {
  readonly code: WireCode | "no_answer" | "unreadable_answer";
  /** HTTP status; null when no answer came at all. */
  readonly status: number | null;
  readonly message: string;
  /** When the service says when to come back. */
  readonly retryAfterSeconds?: number;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: WarifuFailure };

/** One call: its tries differ in nothing, so the service can tell that they are one. */
export interface Call<Value> {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly url: string;
  readonly apiKey: string;
  /** null: the call changes nothing. */
  readonly idempotencyKey: string | null;
  readonly body: object | undefined;
  readonly schema: z.ZodType<Value>;
  readonly timeoutMs: number;
}

export interface Retrying {
  readonly send: typeof fetch;
  readonly tries: number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** In [0, 1): spreads the retries of many callers. */
  readonly random: () => number;
}

const firstWaitMs = 100;
const longestWaitMs = 2_000;
/** Who is to come back later than this is told so instead of waiting here. */
const longestRetryAfterSeconds = 10;

/** Asks until there is an answer that another try would not change, or the tries are used up. */
export async function ask<Value>(call: Call<Value>, { send, tries, wait, random }: Retrying): Promise<Answer<Value>> {
  /** The first failure after which the act may have been carried out. */
  let unknown: WarifuFailure | null = null;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(call, send);
    if (answer.ok) return answer;
    const { failure } = answer;
    if (failure.code === "no_answer" || failure.code === "outcome_unknown") unknown ??= failure;
    const waitMs = waitAfter(failure, attempt, random);
    if (waitMs === null || attempt >= tries) {
      // "Busy" or "unauthorized" says nothing about a try before, whose answer was lost.
      return unknown !== null && saysNothing(failure) ? { ok: false, failure: unknown } : answer;
    }
    await wait(waitMs);
  }
}

/** How long to wait before the next try; null: another try would be answered alike. */
function waitAfter(
  { code, status, retryAfterSeconds }: WarifuFailure,
  attempt: number,
  random: () => number,
): number | null {
  if (status === 429 && retryAfterSeconds === undefined) return null;
  if (code !== "no_answer" && status !== 503 && status !== 429) return null;
  if (retryAfterSeconds !== undefined && retryAfterSeconds > longestRetryAfterSeconds) return null;
  const growing = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  return Math.max(growing * (0.5 + random() / 2), (retryAfterSeconds ?? 0) * 1000 + growing * random());
}

function saysNothing({ code, status }: WarifuFailure): boolean {
  return code === "unreadable_answer" || status === null || status === 401 || status === 429 || status >= 500;
}

async function askOnce<Value>(call: Call<Value>, send: typeof fetch): Promise<Answer<Value>> {
  let response: Response;
  let content: unknown;
  try {
    response = await send(call.url, requestOf(call));
    content = parsed(await response.text());
  } catch {
    return failed({ code: "no_answer", status: null, message: "No answer came in time." });
  }
  const { status } = response;
  const value = status < 400 ? call.schema.safeParse(content) : undefined;
  if (value?.success) return { ok: true, value: value.data };
  const later = retryAfterOf(response);
  const error = status >= 400 ? wireErrorSchema.safeParse(content) : undefined;
  if (error?.success) return failed({ code: error.data.code, status, message: error.data.message, ...later });
  return failed({ ...notOfTheService(status, content), status, ...later });
}

/**
 * What an answer means that is none of the service's: something between has written it. A 5xx, a time-out of its own or half an
 * answer do not tell whether the service was asked; every other one (a redirect, a firewall's page, "too large") was not passed on.
 */
function notOfTheService(status: number, content: unknown): Pick<WarifuFailure, "code" | "message"> {
  if (status >= 500 || status === 408 || status === 425) {
    return { code: "no_answer", message: "Something between answered in the service's place." };
  }
  if (status >= 200 && status < 300 && content === undefined) {
    return { code: "no_answer", message: "The answer is broken off, or not the service's." };
  }
  if (status === 429) return { code: "too_many_requests", message: "Something between turns requests away." };
  return { code: "unreadable_answer", message: "The answer is not one of REST v1." };
}

function requestOf({ method, apiKey, idempotencyKey, body, timeoutMs }: Call<unknown>): RequestInit {
  return {
    method,
    // Followed never, since the key would go along; seen, since it is no lost answer.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: "application/json",
      ...(idempotencyKey === null ? {} : { "idempotency-key": idempotencyKeyHeader(idempotencyKey) }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** RFC 9110 §10.2.3, in seconds as this service sends it. */
function retryAfterOf(response: Response): { retryAfterSeconds?: number } {
  const header = response.headers.get("retry-after") ?? "";
  return /^[0-9]{1,9}$/.test(header) ? { retryAfterSeconds: Number(header) } : {};
}

function failed(failure: WarifuFailure): { ok: false; failure: WarifuFailure } {
  return { ok: false, failure };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
