import type { Actor } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { ApiError } from "./api-error.ts";
import { hashApiKey } from "./api-key.ts";
import { makeFindCaller } from "./find-caller.ts";
import type { Caller } from "./find-caller.ts";
import type { LimitKey } from "./limit-key.ts";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** Failed keys answered to one address group a minute: enough for a bank that changes keys, too few for a search. */
const failuresPerMinute = 120;
/** `lastUsedAtMs` is for people who tidy up keys: to the minute is exact enough, and a verification need not write it. */
const noteEveryMs = 60_000;
/** Longer than any key of ours; beyond it we need not hash. */
const longestHeader = 200;

/**
 * Gives every request of this scope its `caller`, or answers 401: the same for a missing, unknown and revoked key. What a key may
 * ask in a minute is counted.
 */
export function authenticate(app: FastifyInstance, service: Service, limitKey: LimitKey): void {
  const { storage, nowMs } = service;
  const callers = makeFindCaller(storage, nowMs);
  const notedAtMs = new Map<string, number>();
  const failures = app.createRateLimit({
    max: failuresPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.addressGroup,
  });

  app.decorateRequest("caller", null);
  app.addHook("onRequest", (request, reply, done) => {
    // Without a key an empty one is looked up: the way to 401 is always the same.
    const keyHash = hashApiKey(bearerOf(request) ?? "");
    const known = callers.known(keyHash);
    if (known !== null) return admit(request, reply, known, done);
    callers
      .find(keyHash)
      .then(async (caller) => {
        if (caller === null) throw await refusalFor(request, reply);
        return caller;
      })
      .then((caller) => admit(request, reply, caller, done), done);
  });

  function admit(request: FastifyRequest, reply: FastifyReply, caller: Caller, done: (error?: Error) => void): void {
    request.caller = caller;
    const now = nowMs();
    noteUse(request, caller.keyId, now);
    try {
      limitKey(caller.keyId, now, reply);
    } catch (error) {
      return done(error as Error);
    }
    done();
  }

  async function refusalFor(request: FastifyRequest, reply: FastifyReply): Promise<Error> {
    const limit = await failures(request);
    if (!limit.isAllowed && limit.isExceeded) {
      reply.header("retry-after", limit.ttlInSeconds);
      return new ProblemError("tooManyRequests");
    }
    reply.header("www-authenticate", 'Bearer realm="warifu"');
    return new ApiError("unauthorized");
  }

  function noteUse(request: FastifyRequest, keyId: string, now: number): void {
    if (now - (notedAtMs.get(keyId) ?? -Infinity) < noteEveryMs) return;
    notedAtMs.set(keyId, now);
    storage
      .noteApiKeyUse(keyId, now)
      .catch((error: unknown) => request.log.warn(error, "the use of an API key was not noted"));
  }
}

/** RFC 6750 §2.1: the scheme in any case, one space, the key. */
function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined || header.length > longestHeader) return null;
  return /^bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1] ?? null;
}

/** The caller of a route in the authenticated scope. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new ApiError("unauthorized");
  return request.caller;
}

/** Who the audit log names for what this request does. */
export function actorOf(request: FastifyRequest): Actor {
  return { kind: "institution", id: callerOf(request).clientId, channel: "api" };
}
