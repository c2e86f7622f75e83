import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Replaces the face's Content-Security-Policy on this route. */
    contentSecurityPolicy?: string;
  }
}

/** Every feature off; a face names what it needs. */
const everythingOff =
  "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), " +
  "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), " +
  "usb=(), xr-spatial-tracking=()";

interface Wanted {
  /** Over https only: promises that the host will go on speaking it. */
  readonly strictTransport: boolean;
  readonly permissionsPolicy?: string | undefined;
}

/**
 * The headers of every answer that a browser may show, made once: what helmet sets with our options (the test compares), without
 * asking it again at each request.
 */
export function protectingHeaders({ strictTransport, permissionsPolicy }: Wanted): Readonly<Record<string, string>> {
  return {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    // Not no-referrer: with it browsers send "Origin: null" with our own forms, and the origin check would be blind.
    "referrer-policy": "same-origin",
    ...(strictTransport ? { "strict-transport-security": "max-age=31536000" } : {}),
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "x-download-options": "noopen",
    "x-frame-options": "DENY",
    "x-permitted-cross-domain-policies": "none",
    "x-xss-protection": "0",
    "permissions-policy": permissionsPolicy ?? everythingOff,
  };
}

/** Of an answer that only a program reads: what the OWASP REST Security Cheat Sheet names. The others speak of pages. */
export function machineHeaders({ strictTransport }: Pick<Wanted, "strictTransport">): Readonly<Record<string, string>> {
  return {
    ...(strictTransport ? { "strict-transport-security": "max-age=31536000" } : {}),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

/**
 * Puts them on every answer, with the Content-Security-Policy of the face or of the route, the request's number, and "do not keep
 * this". reply.header() of a route still wins.
 */
export function protectAnswers(
  app: FastifyInstance,
  wanted: Wanted & {
    readonly contentSecurityPolicy: string;
    /** Whether people look at this face. A route of another one that has a policy of its own is a page all the same. */
    readonly hasPages: boolean;
  },
): void {
  const forPages = protectingHeaders(wanted);
  const rawForPages = Object.entries(forPages);
  const forMachines = machineHeaders(wanted);
  app.addHook("onRequest", (request, reply, done) => {
    const own = request.routeOptions.config.contentSecurityPolicy;
    const csp = own ?? wanted.contentSecurityPolicy;
    const isKept = request.url.startsWith("/assets/");
    if (wanted.hasPages) {
      // The OpenID provider answers by itself, past Fastify's reply.
      for (const [name, value] of rawForPages) reply.raw.setHeader(name, value);
      reply.raw.setHeader("content-security-policy", csp);
      reply.raw.setHeader("x-request-id", request.id);
      if (!isKept) reply.raw.setHeader("cache-control", "no-store");
    } else {
      // Headers of the reply are checked and written once, in one go.
      reply.headers(own === undefined ? forMachines : forPages);
      reply.header("content-security-policy", csp).header("x-request-id", request.id);
      if (!isKept) reply.header("cache-control", "no-store");
    }
    done();
  });
}
