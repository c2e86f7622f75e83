import { pickLanguage, render } from "@warifu/pages";
import type { FastifyInstance } from "fastify";
import { makePageServer } from "../page-server.ts";
import { mailboxPage } from "./mailbox-page.ts";
import type { ReceivedMail } from "./received-mail.ts";

/** The page on which the demo's mails are read, and the same for scripts at /messages.json. */
export async function makeMailbox(mails: readonly ReceivedMail[], port: number): Promise<FastifyInstance> {
  const app = await makePageServer({ port });
  app.get<{ Querystring: { lang?: string } }>("/", async (request, reply) => {
    const lang = pickLanguage({ query: request.query.lang, acceptLanguage: request.headers["accept-language"] });
    return await reply.type("text/html; charset=utf-8").send(render(mailboxPage(mails, lang)));
  });
  app.get("/messages.json", async (_request, reply) => await reply.send(mails));
  return app;
}
