import type { FastifyReply, FastifyRequest } from "fastify";

/** The session cookie. On plain http (localhost only) without the prefix, because not every browser takes it there. */
export function sessionCookie(origin: string) {
  const secure = origin.startsWith("https:");
  const name = secure ? "__Host-bank-session" : "bank-session";
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  return {
    read(request: FastifyRequest): string | null {
      const value = request.cookies[name];
      if (value === undefined) return null;
      const unsigned = request.unsignCookie(value);
      return unsigned.valid ? unsigned.value : null;
    },
    write(reply: FastifyReply, id: string): void {
      reply.setCookie(name, id, { ...options, signed: true });
    },
    clear(reply: FastifyReply): void {
      reply.clearCookie(name, options);
    },
  };
}
