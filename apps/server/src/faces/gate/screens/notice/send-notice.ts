import { buttonRow, html, messagesFor, noticeBox } from "@warifu/pages";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Problem, ProblemCode } from "../../../../http/problem.ts";
import type { Language } from "../../../../http/language.ts";
import type { Service } from "../../../../service.ts";
import type { Screen } from "../screen.ts";
import { documentOf, sendScreen } from "../send-screen.ts";
import type { Gate } from "../../gate.ts";
import { findVisit, hasFinished } from "../../visit/visit.ts";
import type { VisitRequest } from "../../visit/visit.ts";
import { soleHouse } from "../sole-institution.ts";
import { linkToBank, soleBankOrigin } from "../way-back.ts";
import { noticeWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

/**
 * G-430: the visit's time has run out, or it was begun in another browser. Which of the two is nobody's business. In its own
 * browser a visit that is over still speaks its language, in its institution's name, and leads back to its bank. G-431: it came
 * to its end, in another tab or before the browser's back button.
 */
export async function sendSessionEnded(gate: Gate, request: VisitRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { service } = gate;
  void reply.code(403);
  const visit = await findVisit(gate, request, reply);
  if (visit === null) {
    const [bankOrigin, isFinished] = await Promise.all([
      soleBankOrigin(service),
      hasFinished(gate, request.params.uid),
    ]);
    const screen = isFinished
      ? finishedScreen(request.language, bankOrigin)
      : sessionEndedScreen(request.language, bankOrigin, request.id);
    return sendPlain(service, request, reply, screen);
  }
  const screen = sessionEndedScreen(visit.language, visit.bankOrigin, request.id);
  return sendScreen(reply, visit, { ...screen, timeless: true });
}

export function sessionEndedScreen(language: Language, bankOrigin: string | null, requestId: string): Screen {
  const words = messagesFor(noticeWords, language);
  const { screenId, title, body } = plainScreen(
    gateScreenIds.sessionEnded,
    words.sessionTitle,
    [words.session, words.sessionDo, words.problemDo(requestId)],
    language,
  );
  return {
    screenId,
    title,
    body: html`${body} ${bankOrigin !== null && buttonRow(linkToBank(bankOrigin, language))}`,
  };
}

function finishedScreen(language: Language, bankOrigin: string | null): Screen {
  const words = messagesFor(noticeWords, language);
  const { screenId, title, body } = plainScreen(
    gateScreenIds.visitFinished,
    words.finishedTitle,
    [words.finished, words.finishedDo],
    language,
  );
  return { screenId, title, body: html`${body} ${bankOrigin !== null && buttonRow(linkToBank(bankOrigin, language))}` };
}

/** G-490: whatever else can go wrong with a request (http/problem.ts). Never what was thrown. */
export async function renderProblem(
  service: Service,
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!wantsPage(request)) return reply.send({ code: problem.code });
  const words = messagesFor(noticeWords, request.language);
  const [title, ...paragraphs] = problemText(problem, words);
  return sendPlain(service, request, reply, plainScreen("G-490", title, paragraphs, request.language));
}

/** A page outside of any visit: the language is the request's own, and its switch stays on the same path. */
async function sendPlain(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  screen: Screen,
): Promise<FastifyReply> {
  // Only a path of ours goes into a link: `//elsewhere.example/` would be another site.
  const isOurs = request.method === "GET" && request.routeOptions.url !== undefined;
  const path = isOurs ? (request.url.split("?")[0] ?? "/") : "/";
  const institution = await soleHouse(service);
  return reply
    .type("text/html; charset=utf-8")
    .send(documentOf(screen, request.language, institution, { ja: `${path}?lang=ja`, en: `${path}?lang=en` }));
}

export function plainScreen(
  screenId: string,
  title: string,
  [first, ...rest]: readonly string[],
  language: Language,
): Screen {
  return {
    screenId,
    title,
    body: html`${noticeBox({ lang: language, kind: "warning", body: html`<p>${first}</p>` })}
    ${rest.map((text) => html`<p>${text}</p>`)}`,
  };
}

type NoticeWords = typeof noticeWords.ja;

function problemText(problem: Problem, words: NoticeWords): [title: string, ...paragraphs: string[]] {
  const texts: Partial<Record<ProblemCode, [string, ...string[]]>> = {
    notFound: [words.notFoundTitle, words.notFound],
    methodNotAllowed: [words.notFoundTitle, words.notFound],
    tooManyRequests: [words.tooManyRequestsTitle, words.tooManyRequests],
    foreignOrigin: [words.foreignTitle, words.foreign],
    outcomeUnknown: [words.problemTitle, words.problemUnknown, words.problemDo(problem.requestId)],
  };
  return texts[problem.code] ?? [words.problemTitle, words.problem, words.problemDo(problem.requestId)];
}

/** Scripts ask with JSON and want JSON; everybody else is a person. */
function wantsPage(request: FastifyRequest): boolean {
  return request.headers["content-type"]?.startsWith("application/json") !== true;
}
