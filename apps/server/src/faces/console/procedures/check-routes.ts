import { button, buttonRow, hiddenField, html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { Customer, RefusalCode } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer-state/customer-path.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, staffActor } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { readForm } from "../frame/read-form.ts";
import { changeTable } from "./before-after.ts";
import { refusedInWords, sendCarriedOut } from "./carried-out.ts";
import { carryOut } from "./carry-out.ts";
import { concerned, customerFacts, nameOf } from "./customer-facts.ts";
import { effectsOn, isFinal } from "./effects.ts";
import { customerOfDone, isGood, keepOrder, readOrder, rememberDone, takeOrder } from "./order.ts";
import type { Order, OrderContent } from "./order.ts";
import { fingerprintOf, preview } from "./preview.ts";
import type { Preview } from "./preview.ts";
import { procedurePath } from "./procedures.ts";
import { procedureWords } from "./words.ts";

interface OrderParams {
  readonly orderId: string;
}

/** C-221: what will change, then do it — once, and exactly what is shown. */
export function checkRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get<{ Params: OrderParams; Querystring: { note?: unknown } }>("/procedures/:orderId", async (request, reply) => {
    const desk = deskOf(request);
    const order = await readOrder(storage, request.params.orderId, desk.staff.staffId, nowMs());
    if (order === null || !isGood(order, nowMs())) return sendUnusable(request, reply, order);
    const { customer, shown } = await look(desk, order);
    return sendCheck(request, reply, { order, customer, shown, changed: request.query.note === "changed" });
  });

  app.post<{ Params: OrderParams }>("/procedures/:orderId", async (request, reply) => {
    const desk = deskOf(request);
    const { orderId } = request.params;
    const { seen } = readForm(request.body, ["seen"]);
    const order = await takeOrder(storage, orderId, desk.staff.staffId, nowMs());
    if (order === null) {
      return sendUnusable(request, reply, await readOrder(storage, orderId, desk.staff.staffId, nowMs()));
    }
    const result = await carryOut(service, desk, order, seen);
    if (!result.ok && result.refusal === "changedMeanwhile") {
      await keepOrder(storage, order, nowMs(), orderId);
      return reply.redirect(`/procedures/${orderId}?note=changed`, 303);
    }
    if (result.ok) await rememberDone(storage, orderId, order, nowMs());
    const { customer } = await look(desk, order);
    return sendCarriedOut(service, request, reply, order, concerned(order.customerId, customer, order.profile), result);
  });

  /** What the act would do to the customer as things stand. */
  async function look(desk: Desk, order: OrderContent): Promise<{ customer: Customer | null; shown: Preview }> {
    const { institutionId, policy } = desk.institution;
    const state = await storage.look({ institutionId, customerId: order.customerId });
    const context = { nowMs: nowMs(), policy, actor: staffActor(desk), fenceMs: 0 };
    return { customer: state.customer, shown: preview(order, state, context) };
  }

  function sendCheck(
    request: FastifyRequest,
    reply: FastifyReply,
    checked: { order: Order; customer: Customer | null; shown: Preview; changed: boolean },
  ): FastifyReply {
    const { language } = request;
    const words = messagesFor(procedureWords, language);
    const { order, customer, shown, changed } = checked;
    const { procedure, customerId } = order;
    const whom = concerned(customerId, customer, order.profile);
    const back = linkButton({
      href: wayBack(order, request.params as OrderParams),
      label: words.back,
      kind: "secondary",
    });
    return sendScreen(service, request, reply, {
      screenId: "C-221",
      title: words.summaryTitle(words.names[procedure], nameOf(whom, language)),
      here: procedure === "apply" ? "apply" : "search",
      body: html`${changed && noticeBox({ lang: language, kind: "warning", role: "alert", body: html`<p>${words.changedMeanwhile}</p>` })}
      ${shown.ok && html`<p>${words.summaryLead}</p>`} ${customerFacts(whom, order, language)}
      ${
        shown.ok
          ? html`${changeTable(shown.changes, language)} ${effectsOn(procedure, shown, language)}
              <form method="post" action="/procedures/${(request.params as OrderParams).orderId}">
                ${hiddenField("seen", fingerprintOf(shown))}
                ${buttonRow(button({ label: words.perform[procedure], kind: isFinal(procedure) ? "danger" : "primary" }), back)}
              </form>`
          : html`${refusal(shown.refusal, language)}${buttonRow(customer !== null && linkButton({ href: customerPath(customerId), label: words.toCustomer }), back)}`
      }`,
    });
  }

  /** Carried out already: on to the customer. Too old: the entries are still there. Anything else: nobody's order. */
  async function sendUnusable(
    request: FastifyRequest,
    reply: FastifyReply,
    order: Order | null,
  ): Promise<FastifyReply> {
    const { language } = request;
    const { orderId } = request.params as OrderParams;
    const words = messagesFor(procedureWords, language);
    const done = await customerOfDone(storage, orderId, deskOf(request).staff.staffId, nowMs());
    if (done !== null) return reply.redirect(customerPath(done), 303);
    return sendScreen(service, request, reply, {
      screenId: "C-221",
      title: order === null ? words.goneTitle : words.expiredTitle,
      status: 404,
      body: html`${noticeBox({ lang: language, kind: "info", body: html`<p>${order === null ? words.gone : words.expired}</p>` })}
      ${order !== null && customerFacts(concerned(order.customerId, null, order.profile), order, language)}
      ${buttonRow(
        order !== null && linkButton({ href: wayBack(order, { orderId }), label: words.back }),
        linkButton({ href: "/search", label: words.toSearch, kind: order === null ? "primary" : "secondary" }),
      )}`,
    });
  }
}

/** To the form, filled in as it was. */
function wayBack({ procedure, customerId }: Order, { orderId }: OrderParams): string {
  const form = procedure === "apply" ? "/applications/new" : procedurePath(procedure, customerId);
  return `${form}?order=${orderId}`;
}

function refusal(code: RefusalCode, language: Language): Html {
  const words = messagesFor(procedureWords, language);
  return noticeBox({
    lang: language,
    kind: "warning",
    role: "status",
    title: words.notPossible,
    body: html`<p>${refusedInWords(code, language)}</p>`,
  });
}
