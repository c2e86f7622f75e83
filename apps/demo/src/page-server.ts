import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { assetFolders, assetsPrefix } from "@warifu/pages";
import { fastify } from "fastify";
import type { FastifyInstance } from "fastify";

const ownAssets = join(import.meta.dirname, "../assets");

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
  "base-uri 'none'; frame-ancestors 'none'";

export interface PageServerOptions {
  readonly port: number;
  /** Where forms of its pages may lead, as the policy's `form-action` says it. Default: nowhere. */
  readonly formsLeadTo?: readonly string[];
}

/**
 * What the demo's own pages have in common: the look, the headers, and that nobody else reads them. A page of a stranger can give its
 * own name the address 127.0.0.1 (DNS rebinding); then its requests say that name, and are refused.
 */
export async function makePageServer({ port, formsLeadTo = [] }: PageServerOptions): Promise<FastifyInstance> {
  const ourNames = new Set(["localhost", "127.0.0.1", "[::1]"].map((name) => `${name}:${port}`));
  const formAction = formsLeadTo.length === 0 ? "'none'" : formsLeadTo.join(" ");
  const app = fastify({ forceCloseConnections: true });
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "content-security-policy": `${contentSecurityPolicy}; form-action ${formAction}`,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      ...(request.url.startsWith(assetsPrefix) ? {} : { "cache-control": "no-store" }),
    });
    if (!ourNames.has(request.headers.host ?? "")) return await reply.code(421).send("Not served under this name.\n");
    return undefined;
  });
  await app.register(fastifyStatic, { root: [...assetFolders, ownAssets], prefix: assetsPrefix, index: false });
  return app;
}
