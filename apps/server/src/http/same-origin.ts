import type { FastifyInstance, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Called by servers (OpenID back channel), which send no Origin and carry no cookie; they authenticate otherwise. */
    calledByServers?: boolean;
  }
}

/**
 * Refuses every request that could change something unless the browser says that our own page sent it:
 * `Origin` equals the face's origin, or — without a usable Origin — `Sec-Fetch-Site` is same-origin.
 */
export function onlyFromOwnPages(app: FastifyInstance, origin: string): void {
  app.addHook("onRequest", async (request) => {
    if (isSafe(request.method) || request.routeOptions.config.calledByServers === true) return;
    if (!comesFromOwnPage(request, origin)) throw new ProblemError("foreignOrigin");
  });
}

/** The rule itself, for what is not a Fastify route. */
export function comesFromOwnPage(request: Pick<FastifyRequest, "headers">, origin: string): boolean {
  const sent = request.headers.origin;
  if (sent !== undefined && sent !== "null") return sent === origin;
  return request.headers["sec-fetch-site"] === "same-origin";
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}
