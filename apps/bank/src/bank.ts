import { pickLanguage, render } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Accounts } from "./accounts.ts";
import { Gate } from "./gate.ts";
import { languageChosen, languageCookie } from "./language-chosen.ts";
import { nameIn } from "./name-in-both.ts";
import type { Config } from "./read-config.ts";
import type { Visitor } from "./screens/frame.ts";
import { problemPage } from "./screens/problem.ts";
import type { ProblemKind } from "./screens/problem.ts";
import { sessionCookie } from "./session/cookie.ts";
import { Sessions } from "./session/sessions.ts";
import type { Session } from "./session/sessions.ts";

/** What every route of the bank has at hand. */
export interface Bank {
  readonly config: Config;
  readonly nowMs: () => number;
  readonly gate: Gate;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly cookie: ReturnType<typeof sessionCookie>;
  /** The browser's session, whether or not the gate has answered yet. */
  find(request: FastifyRequest): { readonly id: string; readonly session: Session } | null;
  visitor(request: FastifyRequest): Visitor;
  show(reply: FastifyReply, page: Html, status?: number): Promise<FastifyReply>;
  problem(request: FastifyRequest, reply: FastifyReply, kind: ProblemKind): Promise<FastifyReply>;
}

const problemStatus: Record<ProblemKind, number> = {
  noLogIn: 200,
  noTransfer: 200,
  broken: 400,
  foreign: 403,
  needOtp: 403,
  lost: 404,
  down: 503,
};

/** Opens the bank: empty sessions, opening balances. */
export function openBank(config: Config, nowMs: () => number): Bank {
  const cookie = sessionCookie(config.origin);
  const sessions = new Sessions(nowMs);
  const bank: Bank = {
    config,
    nowMs,
    gate: new Gate(config),
    accounts: new Accounts(nowMs),
    sessions,
    cookie,
    find(request) {
      const id = cookie.read(request);
      const session = sessions.find(id);
      return id === null || session === null ? null : { id, session };
    },
    visitor(request) {
      const session = bank.find(request)?.session;
      const lang = pickLanguage({
        query: languageChosen(request),
        cookie: request.cookies[languageCookie],
        acceptLanguage: request.headers["accept-language"],
      });
      return {
        lang,
        supportPhone: config.supportPhone,
        name: session?.signedIn === true ? nameIn(session.customer, lang) : null,
        // Only a path of ours goes into a link: `//elsewhere.example/` would be another site.
        path: isOwnPage(request) ? (request.url.split("?")[0] ?? "/") : "/",
      };
    },
    show: async (reply, page, status = 200) =>
      await reply.code(status).type("text/html; charset=utf-8").send(render(page)),
    problem: (request, reply, kind) => bank.show(reply, problemPage(bank.visitor(request), kind), problemStatus[kind]),
  };
  return bank;
}

/** A page that can be asked for once more. The answer to a form is one where its address is a page as well; the gate's answer is none. */
function isOwnPage({ method, routeOptions: { url }, server }: FastifyRequest): boolean {
  return url !== undefined && url !== "/callback" && (method === "GET" || server.hasRoute({ method: "GET", url }));
}
