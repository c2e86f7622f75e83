import type { Subject } from "@warifu/rules";
import type { FastifyRequest } from "fastify";
import type { Service } from "../../service.ts";
import { callerOf } from "./authenticate.ts";
import type { OnceKeyOf } from "./once-key.ts";

/** What the routes of REST v1 receive. */
export interface ApiService extends Service {
  readonly onceKeyOf: OnceKeyOf;
  /** Waits so long, or until `signal` says that nobody wants the answer any more. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The customer a request is about, at the institution that asks; answered once if it carries an Idempotency-Key. */
export function subjectOf(service: ApiService, request: FastifyRequest, customerId: string): Subject {
  const { institutionId } = callerOf(request).institution;
  const once = service.onceKeyOf(request);
  return { institutionId, customerId, ...(once === undefined ? {} : { once }) };
}
