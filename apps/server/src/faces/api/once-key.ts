import { randomBytes } from "node:crypto";
import { nodeHmac } from "@warifu/otp/node";
import type { OnceKey, SecretStore } from "@warifu/rules";
import { readIdempotencyKey } from "@warifu/wire";
import type { FastifyRequest } from "fastify";
import { ApiError } from "./api-error.ts";
import { callerOf } from "./authenticate.ts";

/** The header, in the lower case in which Node gives it. */
const headerName = "idempotency-key";
/** So long a request is answered the same again. */
const keptMs = 24 * 60 * 60 * 1000;
const secretName = "idempotency-key";

/** The once key of a request with an Idempotency-Key header. @throws ApiError `malformed` when the header is no key */
export type OnceKeyOf = (request: FastifyRequest) => OnceKey | undefined;

/**
 * Makes once keys. Key and fingerprint are HMAC-SHA-256 under a secret of the service: a body holds a code of eight digits, which
 * anybody who reads the database could find again from a bare hash. The client is part of the key, so that two clients of one
 * institution cannot meet; the fingerprint covers method, path and body as read, not its spaces or the order of its fields.
 */
export async function openOnceKeys(storage: SecretStore, nowMs: () => number): Promise<OnceKeyOf> {
  const secret = await storage.secret(secretName, () => randomBytes(32).toString("base64url"));
  const keyed = nodeHmac("SHA-256", Buffer.from(secret, "base64url"));
  const mac = (...parts: readonly unknown[]) =>
    Buffer.from(keyed(Buffer.from(JSON.stringify(parts), "utf8"))).toString("base64url");

  return (request) => {
    const header = request.headers[headerName];
    if (header === undefined) return undefined;
    const key = typeof header === "string" ? readIdempotencyKey(header) : null;
    if (key === null) throw new ApiError("malformed", { fields: [headerName] });
    const { method, params, body } = request;
    return {
      key: mac("key", callerOf(request).clientId, key),
      fingerprint: mac("request", method, request.routeOptions.url, params, body ?? null),
      expiresAtMs: nowMs() + keptMs,
    };
  };
}
