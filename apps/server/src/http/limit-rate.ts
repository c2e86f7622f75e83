import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { isIPv6 } from "node:net";
import { ProblemError } from "./problem.ts";

/**
 * Limits requests per address, on every route of `app` or of the scope it is called in. Addresses come from the connection,
 * or from X-Forwarded-For of a trusted proxy (config), never from anybody's header. An IPv6 /64 is one customer's home.
 */
export async function limitRate(app: FastifyInstance, { perMinute }: { perMinute: number }): Promise<void> {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: (request) => addressGroup(request.ip),
    errorResponseBuilder: () => new ProblemError("tooManyRequests"),
  });
}

/** The address, or the first 64 bits of an IPv6 address. */
export function addressGroup(address: string): string {
  const bare = address.split("%")[0] ?? address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!isIPv6(bare)) return address;
  const [head = "", tail] = bare.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  const groups = [...first, ...zeros, ...last].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":")}::/64`;
}
