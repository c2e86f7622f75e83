import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { ProblemError } from "./problem.ts";

/**
 * Limits requests per address (client-address.ts), on every route of `app` or of the scope it is called in.
 */
export async function limitRate(app: FastifyInstance, { perMinute }: { perMinute: number }): Promise<void> {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: (request) => request.addressGroup,
    errorResponseBuilder: () => new ProblemError("tooManyRequests"),
  });
}
