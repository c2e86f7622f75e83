import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { assetFolders, assetsPrefix, pickLanguage, render } from "@warifu/pages";
import { fastify } from "fastify";
import type { FastifyInstance } from "fastify";
import { mailboxPage } from "./mailbox-page.ts";
import type { ReceivedMail } from "./received-mail.ts";

const ownAssets = join(import.meta.dirname, "../../assets");

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page on which the demo's mails are read, and the same for scripts at /messages.json. */
export async function makeMailbox(mails: readonly ReceivedMail[]): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true });
  await app.register(fastifyStatic, { root: [...assetFolders, ownAssets], prefix: assetsPrefix, index: false });
  app.get<{ Querystring: { lang?: string } }>("/", async (request, reply) => {
    const lang = pickLanguage({ query: request.query.lang, acceptLanguage: request.headers["accept-language"] });
    return await reply
      .header("content-security-policy", contentSecurityPolicy)
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(render(mailboxPage(mails, lang)));
  });
  app.get("/messages.json", async (_request, reply) => await reply.header("cache-control", "no-store").send(mails));
  return app;
}
