import { isCustomerId } from "@warifu/otp";
import { button, buttonRow, errorSummary, html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import type { CustomerState } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../../../http/problem.ts";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer-state/customer-path.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, staffActor } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { readForm } from "../frame/read-form.ts";
import { changeTable } from "./before-after.ts";
import { carryOut } from "./carry-out.ts";
import { refusedInWords, sendCarriedOut } from "./carried-out.ts";
import { checkFields, checksForm, readChecks } from "./checks-form.ts";
import type { CheckField, TypedChecks } from "./checks-form.ts";
import { concerned, customerFacts, nameOf } from "./customer-facts.ts";
import type { Concerned } from "./customer-facts.ts";
import { effectsOn } from "./effects.ts";
import { keepOrder, readOrder } from "./order.ts";
import type { OrderContent } from "./order.ts";
import { preview } from "./preview.ts";
import type { Preview } from "./preview.ts";
import { isStopName } from "./procedures.ts";
import type { StopName } from "./procedures.ts";
import { procedureWords } from "./words.ts";

interface StopParams {
  readonly customerId: string;
  readonly procedure: string;
}

interface Asked {
  readonly desk: Desk;
  readonly state: CustomerState;
  readonly whom: Concerned;
  readonly procedure: StopName;
}

/** What is required is chosen, never found there: it goes into the audit log as what somebody did. */
const nothingChosen: TypedChecks = { identityCheck: "", reason: "" };

/**
 * C-220 一時停止, 再開, ロック解除, 失効, 利用解除. A stop is done from here, three clicks from the search: what it means for the customer
 * stands above its button. The others are checked first (C-221).
 */
export function stopRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get<{ Params: StopParams; Querystring: { order?: unknown } }>(
    "/customers/:customerId/:procedure",
    async (request, reply) => {
      const asked = await askedFor(request, request.params);
      const kept = await keptChecks(asked, request.query.order);
      return sendForm(request, reply, asked, kept ?? nothingChosen, []);
    },
  );

  app.post<{ Params: StopParams }>("/customers/:customerId/:procedure", async (request, reply) => {
    const asked = await askedFor(request, request.params);
    const { desk, whom, procedure } = asked;
    const typed = readForm(request.body, checkFields);
    const { identityCheck, reason, wrong } = readChecks(procedure, typed);
    if (identityCheck === null || reason === null) return sendForm(request, reply, asked, typed, wrong);
    const order = { ...contentOf(asked), identityCheck, reason };
    if (procedure === "suspend") {
      // Done at once, whatever else has changed meanwhile: a stop that is asked for must not wait for a second look.
      return sendCarriedOut(service, request, reply, order, whom, await carryOut(service, desk, order, null));
    }
    const kept = { ...order, staffId: desk.staff.staffId, madeAtMs: nowMs() };
    return reply.redirect(`/procedures/${await keepOrder(storage, kept, nowMs())}`, 303);
  });

  async function askedFor(request: FastifyRequest, { customerId, procedure }: StopParams): Promise<Asked> {
    const desk = deskOf(request);
    const { institutionId } = desk.institution;
    if (!isStopName(procedure) || !isCustomerId(customerId)) throw new ProblemError("notFound");
    const state = await storage.look({ institutionId, customerId });
    if (state.customer === null) throw new ProblemError("notFound");
    return { desk, state, whom: concerned(customerId, state.customer, null), procedure };
  }

  /** What was chosen in an order that is being mended. */
  async function keptChecks({ desk, whom, procedure }: Asked, orderId: unknown): Promise<TypedChecks | null> {
    if (typeof orderId !== "string") return null;
    const order = await readOrder(storage, orderId, desk.staff.staffId, nowMs());
    return order?.procedure === procedure && order.customerId === whom.customerId ? order : null;
  }

  function previewOf(asked: Asked): Preview {
    const { policy } = asked.desk.institution;
    const order = { ...contentOf(asked), identityCheck: "notYet", reason: "" } as const;
    return preview(order, asked.state, { nowMs: nowMs(), policy, actor: staffActor(asked.desk), fenceMs: 0 });
  }

  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    typed: TypedChecks,
    wrong: readonly CheckField[],
  ): FastifyReply {
    const { language } = request;
    const words = messagesFor(procedureWords, language);
    const { whom, procedure } = asked;
    const shown = previewOf(asked);
    const toCustomer = (label: string) => linkButton({ href: customerPath(whom.customerId), label, kind: "secondary" });
    const atOnce = procedure === "suspend";
    return sendScreen(service, request, reply, {
      screenId: "C-220",
      title: words.formTitle(words.names[procedure], nameOf(whom, language)),
      here: "search",
      ...(wrong.length > 0 ? { status: 422 } : {}),
      body: shown.ok
        ? html`${wrong.length > 0 && errorSummary({ lang: language, title: words.errorsTitle, errors: wrong.map((field) => ({ field, message: words.errors[field] })) })}
            <p>${words.leads[procedure]}</p>
            ${customerFacts(whom, null, language)} ${changeTable(shown.changes, language)}
            ${effectsOn(procedure, shown, language)}
            <form method="post" novalidate>
              ${checksForm(procedure, typed, wrong, language)}
              ${buttonRow(
                button({ label: atOnce ? words.perform[procedure] : words.check, kind: atOnce ? "danger" : "primary" }),
                toCustomer(words.cancelButton),
              )}
            </form>`
        : html`${noticeBox({ lang: language, kind: "warning", role: "status", title: words.notPossible, body: html`<p>${refusedInWords(shown.refusal, language)}</p>` })}
          ${customerFacts(whom, null, language)} ${buttonRow(toCustomer(words.toCustomer))}`,
    });
  }
}

function contentOf({ desk, whom, procedure }: Asked): Omit<OrderContent, "identityCheck" | "reason"> {
  const { institutionId } = desk.institution;
  return { procedure, institutionId, customerId: whom.customerId, profile: null, afterRevocation: false };
}
