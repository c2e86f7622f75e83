import { button, buttonRow, definitionList, html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import { customerView, noProfile } from "@warifu/rules";
import type { CustomerState, CustomerView } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf } from "../frame/desk.ts";
import { changeTable, stateChange } from "./before-after.ts";
import type { Change } from "./before-after.ts";
import { sendCarriedOut } from "./carried-out.ts";
import { carryOut, completed } from "./carry-out.ts";
import { readOrder, takeOrder } from "./order.ts";
import type { Order } from "./order.ts";
import { procedurePath } from "./procedures.ts";
import type { IdentityCheck, Reason } from "./procedures.ts";
import { profileFields } from "./read-application.ts";
import { isFinal } from "./stop-routes.ts";
import { procedureWords } from "./words.ts";

interface OrderParams {
  readonly orderId: string;
}

/** C-221: what will change, then do it — once, and exactly what is shown. */
export function checkRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get<{ Params: OrderParams }>("/procedures/:orderId", async (request, reply) => {
    const { staff, institution } = deskOf(request);
    const order = await readOrder(storage, request.params.orderId, staff.staffId, nowMs());
    if (order === null) return sendGone(request, reply);
    const { customerId } = order;
    const state = await storage.look({ institutionId: institution.institutionId, customerId });
    const view = customerView(state, institution.policy, nowMs());
    return sendCheck(request, reply, order, state, view);
  });

  app.post<{ Params: OrderParams }>("/procedures/:orderId", async (request, reply) => {
    const desk = deskOf(request);
    const order = await takeOrder(storage, request.params.orderId, desk.staff.staffId, nowMs());
    if (order === null) return sendGone(request, reply);
    return sendCarriedOut(service, request, reply, order, await carryOut(service, desk, order));
  });

  function sendCheck(
    request: FastifyRequest,
    reply: FastifyReply,
    order: Order,
    state: CustomerState,
    view: CustomerView | null,
  ): FastifyReply {
    const { language } = request;
    const { orderId } = request.params as OrderParams;
    const words = messagesFor(procedureWords, language);
    const { procedure, customerId } = order;
    const back = procedure === "apply" ? `/applications/new?order=${orderId}` : procedurePath(procedure, customerId);
    return sendScreen(service, request, reply, {
      screenId: "C-221",
      title: words.summaryTitle(words.names[procedure]),
      here: procedure === "apply" ? "apply" : "search",
      body: html`<p>${words.summaryLead}</p>
        ${isFinal(procedure) && noticeBox({ lang: language, kind: "warning", body: html`<p>${words.final}</p>` })}
        ${facts(order, language)}
        ${changeTable([stateChange(procedure, view, language), ...profileChanges(order, state, language)], language)}
        <form method="post">
          ${buttonRow(
            button({ label: words.perform[procedure], kind: isFinal(procedure) ? "danger" : "primary" }),
            linkButton({ href: back, label: words.back, kind: "secondary" }),
          )}
        </form>`,
    });
  }

  function sendGone(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const words = messagesFor(procedureWords, request.language);
    return sendScreen(service, request, reply, {
      screenId: "C-221",
      title: words.goneTitle,
      status: 404,
      body: html`${noticeBox({ lang: request.language, kind: "info", body: html`<p>${words.gone}</p>` })}
        <p>${linkButton({ href: "/search", label: words.toSearch })}</p>`,
    });
  }
}

function facts({ customerId, identityCheck, reason }: Order, language: Language): Html {
  const words = messagesFor(procedureWords, language);
  const check: IdentityCheck = identityCheck;
  return definitionList([
    { term: words.fields.customerId, value: html`<strong class="mono">${customerId}</strong>` },
    { term: words.fields.identityCheck, value: words.identityChecks[check] },
    { term: words.fields.reason, value: words.reasons[reason as Reason] },
  ]);
}

function profileChanges({ profile }: Order, { customer }: CustomerState, language: Language): Change[] {
  if (profile === null) return [];
  const { fields } = messagesFor(procedureWords, language);
  const before = customer?.profile ?? noProfile;
  const after = completed(before, profile);
  return profileFields
    .filter((field) => after[field] !== null)
    .map((field) => ({ item: fields[field], before: before[field] ?? "—", after: after[field] ?? "—" }));
}
