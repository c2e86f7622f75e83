import type { z } from "zod";
import { appliedSchema, cancelledSchema } from "./application.ts";
import type { WireApplication } from "./application.ts";
import { customerSchema } from "./customer.ts";
import type { WireCustomer } from "./customer.ts";
import { restPath } from "./paths.ts";
import type { RestPath } from "./paths.ts";
import { verificationResultSchema } from "./verification.ts";
import type { WireVerification, WireVerificationResult } from "./verification.ts";
import { wireErrorSchema } from "./wire-codes.ts";
import type { WireCode } from "./wire-codes.ts";

/**
 * Why there is no value. `no_answer`: nothing came back in time; whether an act was carried out is not known.
 * `unreadable_answer`: something answered that is not Warifu of this version.
 */
export interface WarifuFailure {
  readonly code: WireCode | "no_answer" | "unreadable_answer";
  /** HTTP status; null when nothing came back. */
  readonly status: number | null;
  readonly message: string;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: WarifuFailure };

export interface WarifuClientOptions {
  /** The API face, such as `https://api.otp.example`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch?: typeof fetch;
  /** How long one answer may take. Default: 5000. */
  readonly timeoutMs?: number;
}

export interface WarifuClient {
  customer(customerId: string): Promise<Answer<WireCustomer>>;
  /** Registers the application (利用申込); repeating it changes nothing. */
  apply(customerId: string, application?: WireApplication): Promise<Answer<{ use: "applied" }>>;
  /** Ends the customer's OTP use (利用解除) and every live token. */
  cancel(customerId: string): Promise<Answer<{ revokedTokens: number }>>;
  /** Asks once. A code is used up by the first answer: after `no_answer` or `outcome_unknown` ask the customer for the next code. */
  verify(customerId: string, verification: WireVerification): Promise<Answer<WireVerificationResult>>;
  suspend(customerId: string, reason: string): Promise<Answer<WireCustomer>>;
  resume(customerId: string, reason: string): Promise<Answer<WireCustomer>>;
  unlock(customerId: string, reason: string): Promise<Answer<WireCustomer>>;
  revoke(customerId: string, reason: string): Promise<Answer<WireCustomer>>;
}

/** Speaks REST v1. Failures are values, never thrown; nothing is retried. */
export function makeWarifuClient(options: WarifuClientOptions): WarifuClient {
  const base = options.baseUrl.replace(/\/+$/, "");
  const send = options.fetch ?? fetch;
  const timeoutMs = options.timeoutMs ?? 5000;

  async function ask<Value>(
    method: "GET" | "PUT" | "POST" | "DELETE",
    path: RestPath,
    customerId: string,
    schema: z.ZodType<Value>,
    body?: object,
  ): Promise<Answer<Value>> {
    let status: number;
    let content: unknown;
    try {
      const response = await send(base + restPath(path, customerId), {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      status = response.status;
      const text = await response.text();
      content = parsed(text);
    } catch {
      return failed({ code: "no_answer", status: null, message: "No answer came in time." });
    }
    const value = status < 400 ? schema.safeParse(content) : undefined;
    if (value?.success) return { ok: true, value: value.data };
    const error = status >= 400 ? wireErrorSchema.safeParse(content) : undefined;
    if (error?.success) return failed({ code: error.data.code, status, message: error.data.message });
    return failed({ code: "unreadable_answer", status, message: "The answer is not one of REST v1." });
  }

  const stop = (path: "suspend" | "resume" | "unlock" | "revoke") => (customerId: string, reason: string) =>
    ask("POST", path, customerId, customerSchema, { reason });

  return {
    customer: (customerId) => ask("GET", "customer", customerId, customerSchema),
    apply: (customerId, application = {}) => ask("PUT", "application", customerId, appliedSchema, application),
    cancel: (customerId) => ask("DELETE", "application", customerId, cancelledSchema),
    verify: (customerId, verification) =>
      ask("POST", "verifications", customerId, verificationResultSchema, verification),
    suspend: stop("suspend"),
    resume: stop("resume"),
    unlock: stop("unlock"),
    revoke: stop("revoke"),
  };
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
