import { isCustomerId } from "@warifu/otp";
import { button, buttonRow, errorSummary, html, linkButton, messagesFor, noticeBox } from "@warifu/pages";
import { customerView } from "@warifu/rules";
import type { CustomerView } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../../../http/problem.ts";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer/customer-path.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { readForm } from "../frame/read-form.ts";
import { changeTable, stateChange } from "./before-after.ts";
import { carryOut } from "./carry-out.ts";
import { sendCarriedOut } from "./carried-out.ts";
import { checkFields, checksForm, readChecks } from "./checks-form.ts";
import type { CheckField, TypedChecks } from "./checks-form.ts";
import { keepOrder } from "./order.ts";
import { isStopName } from "./procedures.ts";
import type { StopName } from "./procedures.ts";
import { procedureWords } from "./words.ts";

interface StopParams {
  readonly customerId: string;
  readonly procedure: string;
}

interface Asked {
  readonly desk: Desk;
  readonly view: CustomerView;
  readonly procedure: StopName;
}

const nothingChosen: TypedChecks = { identityCheck: "", reason: "" };
/** Somebody calls about a lost phone: from the search, the stop is three clicks away. */
const usualStop: TypedChecks = { identityCheck: "notYet", reason: "lost" };

/** C-220 一時停止, 再開, ロック解除, 失効, 利用解除. A stop is done at once; the others are checked first. */
export function stopRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get<{ Params: StopParams }>("/customers/:customerId/:procedure", async (request, reply) => {
    const asked = await askedFor(request, request.params);
    return sendForm(request, reply, asked, asked.procedure === "suspend" ? usualStop : nothingChosen, []);
  });

  app.post<{ Params: StopParams }>("/customers/:customerId/:procedure", async (request, reply) => {
    const asked = await askedFor(request, request.params);
    const { desk, view, procedure } = asked;
    const typed = readForm(request.body, checkFields);
    const { identityCheck, reason, wrong } = readChecks(procedure, typed);
    if (identityCheck === null || reason === null) return sendForm(request, reply, asked, typed, wrong);
    const order = {
      procedure,
      staffId: desk.staff.staffId,
      institutionId: desk.institution.institutionId,
      customerId: view.customerId,
      profile: null,
      afterRevocation: false,
      identityCheck,
      reason,
    };
    if (procedure !== "suspend") return reply.redirect(`/procedures/${await keepOrder(storage, order, nowMs())}`, 303);
    return sendCarriedOut(service, request, reply, order, await carryOut(service, desk, order));
  });

  async function askedFor(request: FastifyRequest, { customerId, procedure }: StopParams): Promise<Asked> {
    const desk = deskOf(request);
    const { institutionId, policy } = desk.institution;
    if (!isStopName(procedure) || !isCustomerId(customerId)) throw new ProblemError("notFound");
    const view = customerView(await storage.look({ institutionId, customerId }), policy, nowMs());
    if (view === null) throw new ProblemError("notFound");
    return { desk, view, procedure };
  }

  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    { view, procedure }: Asked,
    typed: TypedChecks,
    wrong: readonly CheckField[],
  ): FastifyReply {
    const { language } = request;
    const words = messagesFor(procedureWords, language);
    const atOnce = procedure === "suspend";
    return sendScreen(service, request, reply, {
      screenId: "C-220",
      title: `${words.names[procedure]}: ${view.customerId}`,
      here: "search",
      ...(wrong.length > 0 ? { status: 422 } : {}),
      body: html`${wrong.length > 0 && errorSummary({ lang: language, title: words.errorsTitle, errors: wrong.map((field) => ({ field, message: words.errors[field] })) })}
        <p>${words.leads[procedure]}</p>
        ${isFinal(procedure) && noticeBox({ lang: language, kind: "warning", body: html`<p>${words.final}</p>` })}
        ${changeTable([stateChange(procedure, view, language)], language)}
        <form method="post" novalidate>
          ${checksForm(procedure, typed, wrong, language)}
          ${buttonRow(
            button({ label: atOnce ? words.perform[procedure] : words.check, kind: atOnce ? "danger" : "primary" }),
            linkButton({ href: customerPath(view.customerId), label: words.cancelButton, kind: "secondary" }),
          )}
        </form>`,
    });
  }
}

export function isFinal(procedure: string): boolean {
  return procedure === "revoke" || procedure === "cancel";
}
