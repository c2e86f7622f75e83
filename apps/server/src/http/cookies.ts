import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../configuration/config.ts";
import type { BrowserFaceName } from "../configuration/faces.ts";

/** One cookie of one face. Every cookie is HttpOnly, host-only, path / and, except on a loopback http origin, Secure with __Host-. */
export interface FaceCookie {
  /** The full name as it travels: `__Host-warifu-gate-session`. */
  readonly name: string;
  read(request: FastifyRequest): string | undefined;
  /** `maxAgeSeconds` undefined: until the browser is closed. */
  set(reply: FastifyReply, value: string, maxAgeSeconds?: number): void;
  clear(reply: FastifyReply): void;
}

/**
 * Makes the cookie `warifu-FACE-NAME`. The face is in the name because ports do not separate cookies.
 * `sameSite` "lax" (default) lets the cookie come along when the bank redirects to us; "strict" does not.
 */
export function faceCookie(
  config: Pick<Config, "origins">,
  face: BrowserFaceName,
  name: string,
  { sameSite = "lax" }: { sameSite?: "lax" | "strict" } = {},
): FaceCookie {
  const secure = isSecure(config.origins[face]);
  const fullName = cookieName(config, face, name);
  const attributes = { path: "/", httpOnly: true, secure, sameSite } as const;
  return {
    name: fullName,
    read: (request) => request.cookies[fullName],
    set(reply, value, maxAgeSeconds) {
      reply.setCookie(fullName, value, {
        ...attributes,
        ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
      });
    },
    clear(reply) {
      reply.clearCookie(fullName, attributes);
    },
  };
}

/** The name alone, for whoever sets the cookie by itself (the OpenID provider). */
export function cookieName(config: Pick<Config, "origins">, face: BrowserFaceName, name: string): string {
  return `${isSecure(config.origins[face]) ? "__Host-" : ""}warifu-${face}-${name}`;
}

/** http is allowed for loopback origins only (config.ts), where Secure cookies would be lost in some browsers. */
export function isSecure(origin: string): boolean {
  return origin.startsWith("https:");
}
