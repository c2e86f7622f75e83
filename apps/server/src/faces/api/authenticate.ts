import type { Actor, ApiKey, Institution } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { addressGroup } from "../../http/limit-rate.ts";
import { ProblemError } from "../../http/problem.ts";
import type { Service } from "../../service.ts";
import { hashApiKey, sameHash } from "./api-key.ts";
import { ApiError } from "./api-error.ts";

/** Whose server is asking. */
export interface Caller {
  readonly institution: Institution;
  readonly clientId: string;
  readonly keyId: string;
}

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

/** Gives every request of this scope its `caller`, or answers 401: the same for a missing, unknown and revoked key. */
export function authenticate(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;
  const notedAtMs = new Map<string, number>();
  const failures = app.createRateLimit({
    max: failuresPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => addressGroup(request.ip),
  });

  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request, reply) => {
    const caller = await callerOf(request);
    if (caller === null) throw await refusalFor(request, reply);
    request.caller = caller;
    noteUse(request, caller.keyId);
  });

  async function callerOf(request: FastifyRequest): Promise<Caller | null> {
    // Without a key an empty one is looked up: the way to 401 is always the same.
    const keyHash = hashApiKey(bearerOf(request) ?? "");
    const found = await storage.apiKeyByHash(keyHash);
    if (found === null || !isLive(found, keyHash)) return null;
    const institution = await storage.institution(found.institutionId);
    return institution && { institution, clientId: found.clientId, keyId: found.keyId };
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

  function noteUse(request: FastifyRequest, keyId: string): void {
    const now = nowMs();
    if (now - (notedAtMs.get(keyId) ?? -Infinity) < noteEveryMs) return;
    notedAtMs.set(keyId, now);
    storage
      .noteApiKeyUse(keyId, now)
      .catch((error: unknown) => request.log.warn(error, "the use of an API key was not noted"));
  }
}

function isLive(key: ApiKey, keyHash: string): boolean {
  return sameHash(key.keyHash, keyHash) && key.revokedAtMs === null;
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
