import formbody from "@fastify/formbody";
import { pickLanguage, render } from "@warifu/pages";
import type { Language } from "@warifu/pages";
import type { FastifyInstance, FastifyReply } from "fastify";
import { makePageServer } from "../page-server.ts";
import { hanako, staff, taro } from "../people.ts";
import type { DemoCustomer } from "../people.ts";
import { originOf } from "../ports.ts";
import type { Ports } from "../ports.ts";
import type { Board } from "./board.ts";
import { branchFailedPage, tourPage } from "./tour-page.ts";
import { viewOf } from "./view.ts";

/** Who can be played, the quickest way first. */
const people: readonly DemoCustomer[] = [hanako, taro];

/** A page that waits for news is answered after so long even if there is none. */
const longestWaitMs = 20_000;

export interface TourOptions {
  readonly ports: Ports;
  readonly board: Board;
  /** A sign-in link for one of the staff, good for one sign-in. */
  readonly signInLink: (staffIndex: number) => Promise<string>;
}

interface Wishes {
  readonly as?: unknown;
  readonly lang?: unknown;
  readonly seen?: unknown;
}

/** The tour page of the demo: `/`, its news at `/news.json`, and `/branch`, which leads to the branch with a fresh sign-in link. */
export async function makeTour({ ports, board, signInLink }: TourOptions): Promise<FastifyInstance> {
  const consoleOrigin = originOf(ports.console);
  // The button of the branch is a form: its answer leads there, which browsers count as where the form leads.
  const app = await makePageServer({ port: ports.tour, formsLeadTo: ["'self'", consoleOrigin] });
  await app.register(formbody, { bodyLimit: 1024 });
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  const places = {
    bank: originOf(ports.bank),
    mailbox: originOf(ports.mailbox),
    token: originOf(ports.token),
    api: originOf(ports.api),
    ops: originOf(ports.ops),
  };

  app.get<{ Querystring: Wishes }>("/", async (request, reply) => {
    const lang = languageOf(request.query, request.headers["accept-language"]);
    const person = personOf(request.query);
    return await sendPage(reply, tourPage({ lang, person, people, places, view: viewOf(board, person, lang) }));
  });

  app.get<{ Querystring: Wishes }>("/news.json", async (request, reply) => {
    const { seen } = request.query;
    const enough = AbortSignal.any([closing.signal, AbortSignal.timeout(longestWaitMs)]);
    if (typeof seen === "string" && /^[0-9]{1,10}$/.test(seen)) await board.changedSince(Number(seen), enough);
    return await reply.send(viewOf(board, personOf(request.query), languageOf(request.query, undefined)));
  });

  app.post<{ Body: Wishes & { readonly role?: unknown } }>("/branch", async (request, reply) => {
    // A link that lets somebody into the branch is made for our own page's button only.
    if (request.headers.origin !== `http://${request.headers.host}`)
      return await reply.code(403).send("Only from the tour page.\n");
    const index = staff.findIndex(({ role }) => role === request.body?.role);
    if (index === -1) return await reply.code(400).send("There is nobody with this role.\n");
    try {
      return await reply.redirect(await signInLink(index), 303);
    } catch {
      const lang = languageOf(request.body, request.headers["accept-language"]);
      return await sendPage(reply.code(503), branchFailedPage(lang, personOf(request.body)));
    }
  });
  return app;
}

async function sendPage(reply: FastifyReply, content: ReturnType<typeof tourPage>): Promise<FastifyReply> {
  return await reply.type("text/html; charset=utf-8").send(render(content));
}

function personOf({ as }: Wishes): DemoCustomer {
  return people.find(({ customerId }) => customerId === as) ?? hanako;
}

function languageOf({ lang }: Wishes, acceptLanguage: string | undefined): Language {
  return pickLanguage({ query: typeof lang === "string" ? lang : undefined, acceptLanguage });
}
