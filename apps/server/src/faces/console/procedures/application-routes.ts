import { button, buttonRow, errorSummary, html, linkButton, messagesFor, textField } from "@warifu/pages";
import { customerView, noProfile } from "@warifu/rules";
import type { CustomerProfile } from "@warifu/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf } from "../frame/desk.ts";
import type { Desk } from "../frame/desk.ts";
import { readForm } from "../frame/read-form.ts";
import { checkFields, checksForm, readChecks } from "./checks-form.ts";
import type { TypedChecks } from "./checks-form.ts";
import { keepOrder, readOrder } from "./order.ts";
import { applicationFields, readApplication } from "./read-application.ts";
import type { TypedApplication } from "./read-application.ts";
import { procedureWords } from "./words.ts";

type Typed = TypedApplication & TypedChecks;

const nothing: Typed = {
  customerId: "",
  name: "",
  nameKana: "",
  branchCode: "",
  accountNumber: "",
  phone: "",
  identityCheck: "",
  reason: "",
};

/** C-220 利用申込の登録: fill in, check, do. The manual's "Before". */
export function applicationRoutes(app: FastifyInstance, service: Service): void {
  const { storage, nowMs } = service;

  app.get("/applications/new", async (request, reply) =>
    sendForm(request, reply, await filledIn(deskOf(request), request.query), []),
  );

  app.post("/applications/new", async (request, reply) => {
    const desk = deskOf(request);
    const { staff, institution } = desk;
    const typed = readForm(request.body, [...applicationFields, ...checkFields]);
    const application = readApplication(typed);
    const checks = readChecks("apply", typed);
    const wrong = [...application.wrong, ...checks.wrong];
    if (wrong.length > 0 || checks.identityCheck === null || checks.reason === null) {
      return sendForm(request, reply, typed, wrong);
    }
    const { customerId, profile } = application;
    const state = await storage.look({ institutionId: institution.institutionId, customerId });
    const view = customerView(state, institution.policy, nowMs());
    const order = {
      procedure: "apply",
      staffId: staff.staffId,
      madeAtMs: nowMs(),
      institutionId: institution.institutionId,
      customerId,
      profile,
      afterRevocation: view?.due === "revoked",
      identityCheck: checks.identityCheck,
      reason: checks.reason,
    } as const;
    return reply.redirect(`/procedures/${await keepOrder(storage, order, nowMs())}`, 303);
  });

  /** What is known already: of an order that is being mended, or of a customer the branch has noted before. */
  async function filledIn({ staff, institution }: Desk, query: unknown): Promise<Typed> {
    const asked = new Map(typeof query === "object" && query !== null ? Object.entries(query) : []);
    const [orderId, customerId] = [asked.get("order"), asked.get("customerId")];
    if (typeof orderId === "string") {
      const order = await readOrder(storage, orderId, staff.staffId, nowMs());
      return order === null ? nothing : { ...nothing, ...order, ...texts(order.profile ?? noProfile) };
    }
    if (typeof customerId !== "string" || readApplication({ ...nothing, customerId }).wrong.length > 0) return nothing;
    const { customer } = await storage.look({ institutionId: institution.institutionId, customerId });
    return { ...nothing, customerId, ...texts(customer?.profile ?? noProfile) };
  }

  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Typed,
    wrong: readonly (keyof Typed)[],
  ): FastifyReply {
    const { language } = request;
    const words = messagesFor(procedureWords, language);
    return sendScreen(service, request, reply, {
      screenId: "C-220",
      title: words.names.apply,
      here: "apply",
      ...(wrong.length > 0 ? { status: 422 } : {}),
      body: html`${wrong.length > 0 && errorSummary({ lang: language, title: words.errorsTitle, errors: wrong.map((field) => ({ field, message: words.errors[field] })) })}
        <p>${words.leads.apply}</p>
        <form method="post" action="/applications/new" novalidate>
          <div class="field-grid">
            ${applicationFields.map((name) =>
              textField({
                lang: language,
                id: name,
                name,
                label: words.fields[name],
                required: name === "customerId",
                support: words.hints[name],
                value: typed[name],
                error: wrong.includes(name) ? words.errors[name] : undefined,
                ...(name === "customerId" ? { inputClass: "mono" } : {}),
              }),
            )}
          </div>
          ${checksForm("apply", typed, wrong, language)}
          ${buttonRow(button({ label: words.check }), linkButton({ href: "/", label: words.cancelButton, kind: "secondary" }))}
        </form>`,
    });
  }
}

/** What is there, as a form holds it. */
function texts(profile: CustomerProfile): Partial<Typed> {
  return Object.fromEntries(Object.entries(profile).map(([name, value]) => [name, value ?? ""]));
}
