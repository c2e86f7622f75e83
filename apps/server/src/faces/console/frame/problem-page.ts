import { html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Problem, ProblemCode } from "../../../http/problem.ts";
import type { Service } from "../../../service.ts";
import { sendScreen } from "./console-page.ts";
import { frameWords } from "./words.ts";

type Told = keyof (typeof frameWords)["ja"]["problems"];

const toldAs: Record<ProblemCode, Told> = {
  malformed: "malformed",
  foreignOrigin: "foreignOrigin",
  notFound: "notFound",
  methodNotAllowed: "notFound",
  bodyTooLarge: "malformed",
  unsupportedMediaType: "malformed",
  tooManyRequests: "tooManyRequests",
  internalError: "internalError",
  recordUnreadable: "recordUnreadable",
  outcomeUnknown: "outcomeUnknown",
  unavailable: "unavailable",
};

/** What happened, what to do, and a number to read out: never a bare code. */
export function sendProblem(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply {
  return sendTold(service, request, reply, toldAs[problem.code], problem.status, problem.requestId);
}

/** The role of this staff member does not allow it. */
export function sendForbidden(service: Service, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendTold(service, request, reply, "forbidden", 403, request.id);
}

function sendTold(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  told: Told,
  status: number,
  requestId: string,
): FastifyReply {
  const words = messagesFor(frameWords, request.language);
  const [title, advice] = words.problems[told];
  return sendScreen(service, request, reply, {
    screenId: "C-900",
    title,
    status,
    body: html`${noticeBox({
        lang: request.language,
        kind: "error",
        body: html`<p>${advice}</p>
          <p>${words.requestNumber}: <code>${requestId}</code></p>`,
      })}
      <p>${linkButton({ href: "/", label: words.backHome })}</p>`,
  });
}
