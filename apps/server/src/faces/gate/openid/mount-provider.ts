import type { FastifyInstance } from "fastify";
import type { Provider } from "oidc-provider";
import { noteRequestId } from "./request-id.ts";

/** Called by the bank's server with its own credentials: no browser, no Origin, no cookie. */
const backChannel = ["/openid/request", "/openid/token"] as const;
const frontChannel = ["/openid/authorize", "/openid/authorize/:uid", "/openid/keys"] as const;
const discovery = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"] as const;

/** Hands the provider's paths over to it, with the body unread: it reads, limits and checks forms by itself. */
export async function mountProvider(app: FastifyInstance, provider: Provider): Promise<void> {
  const answer = provider.callback();
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => {
      done(null);
    });
    for (const path of [...frontChannel, ...discovery]) {
      scope.get(path, { exposeHeadRoute: false }, async (request, reply) => {
        noteRequestId(request.raw, request.id);
        reply.hijack();
        await answer(request.raw, reply.raw);
      });
    }
    for (const path of backChannel) {
      scope.post(path, { config: { calledByServers: true } }, async (request, reply) => {
        noteRequestId(request.raw, request.id);
        reply.hijack();
        await answer(request.raw, reply.raw);
      });
    }
  });
}
