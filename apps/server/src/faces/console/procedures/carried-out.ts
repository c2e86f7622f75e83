import { html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer/customer-path.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf } from "../frame/desk.ts";
import { changeSession } from "../session/staff-session.ts";
import type { CarriedOut } from "./carry-out.ts";
import type { Order } from "./order.ts";
import { procedureWords } from "./words.ts";

/** Done: on to the customer, who says so (reloading repeats nothing). Refused: why, and the way to the customer. */
export async function sendCarriedOut(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  { customerId, procedure }: Pick<Order, "customerId" | "procedure">,
  result: CarriedOut,
): Promise<FastifyReply> {
  if (result.ok) {
    await changeSession(service.storage, deskOf(request).open, { notice: procedure });
    return reply.redirect(customerPath(customerId), 303);
  }
  const words = messagesFor(procedureWords, request.language);
  const { refused } = words;
  const told = Object.hasOwn(refused, result.refusal) ? refused[result.refusal as keyof typeof refused] : refused.other;
  return sendScreen(service, request, reply, {
    screenId: "C-222",
    title: words.refusedTitle,
    status: 409,
    body: html`${noticeBox({ lang: request.language, kind: "error", body: html`<p>${told}</p>` })}
      <p>${linkButton({ href: customerPath(customerId), label: words.toCustomer })}</p>`,
  });
}
