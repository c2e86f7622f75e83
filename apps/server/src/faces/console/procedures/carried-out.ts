import { html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { Language } from "@warifu/pages";
import type { RefusalCode } from "@warifu/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer-state/customer-path.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf } from "../frame/desk.ts";
import { changeSession } from "../session/staff-session.ts";
import type { CarriedOut } from "./carry-out.ts";
import type { Concerned } from "./customer-facts.ts";
import { customerFacts } from "./customer-facts.ts";
import type { OrderContent } from "./order.ts";
import { procedureWords } from "./words.ts";

/** Done: on to the customer, who says so (reloading repeats nothing). Refused: why, and the way to the customer. */
export async function sendCarriedOut(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  order: Pick<OrderContent, "procedure" | "identityCheck" | "reason">,
  whom: Concerned,
  result: CarriedOut,
): Promise<FastifyReply> {
  const { customerId } = whom;
  if (result.ok) {
    await changeSession(service.storage, deskOf(request).open, { notice: order.procedure }, service.nowMs());
    return reply.redirect(customerPath(customerId), 303);
  }
  const { language } = request;
  const words = messagesFor(procedureWords, language);
  const why = result.refusal === "changedMeanwhile" ? words.changedMeanwhile : refusedInWords(result.refusal, language);
  return sendScreen(service, request, reply, {
    screenId: "C-222",
    title: words.refusedTitle,
    status: 409,
    body: html`${noticeBox({ lang: language, kind: "error", title: words.names[order.procedure], body: html`<p>${why}</p>` })}
      ${customerFacts(whom, order, language)}
      <p>${linkButton({ href: customerPath(customerId), label: words.toCustomer })}</p>`,
  });
}

/** Why the rules refuse it, and the way on. */
export function refusedInWords(code: RefusalCode, language: Language): string {
  const { refused } = messagesFor(procedureWords, language);
  return Object.hasOwn(refused, code) ? refused[code as keyof typeof refused] : refused.other;
}
