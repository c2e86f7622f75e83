import { card, details, formatDateTime, html, linkButton, messagesFor, noticeBox, unbroken } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { Customer, CustomerView, Institution, MailDelivery } from "@warifu/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, mayAct } from "../frame/desk.ts";
import { inBrackets } from "../frame/in-brackets.ts";
import { isProcedureName, likeliest, offered, procedurePath } from "../procedures/procedures.ts";
import { procedureWords } from "../procedures/words.ts";
import { earlierTokens, profilePanel, tokenPanel } from "./fact-panels.ts";
import { seesWords } from "./sees-words.ts";
import { statePanel } from "./state-panel.ts";
import { timelineTable } from "./timeline-table.ts";
import type { TimelineRow } from "./timeline.ts";
import type { Sight } from "../customer-state/what-customer-sees.ts";
import { customerWords } from "../customer-state/words.ts";
import type { wayToReissue } from "../procedures/way-to-reissue.ts";

export interface CustomerShown {
  readonly customer: Customer;
  readonly view: CustomerView;
  readonly sight: Sight;
  readonly timeline: readonly TimelineRow[];
  /** The procedure that was just carried out. */
  readonly notice: string | null;
  /** What staff do when a new token is asked for; null where nothing can be done for now. */
  readonly reissue: ReturnType<typeof wayToReissue>;
  /** What became of the newest mail of 手順2. */
  readonly setUpMail: MailDelivery | null;
}

/** C-210 */
export function sendCustomer(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: CustomerShown,
): FastifyReply {
  const { language } = request;
  const words = messagesFor(customerWords, language);
  const { customer, view, notice, timeline } = shown;
  const done = notice !== null && isProcedureName(notice) ? words.done[notice] : null;
  return sendScreen(service, request, reply, {
    screenId: "C-210",
    title:
      customer.profile.name === null
        ? words.title(customer.customerId)
        : inBrackets(customer.profile.name, customer.customerId, language),
    here: "search",
    body: html`${done !== null && noticeBox({ lang: language, kind: "success", role: "status", body: html`<p>${done}</p>` })}
      <div class="customer-columns">
        <div>
          ${card({ title: words.state, body: html`${statePanel(view, timeline, language)}${procedures(shown, mayAct(deskOf(request)), language)}` })}
          ${card({ title: words.token, body: view.token === null ? html`<p>${words.noToken}</p>` : tokenPanel(view.token, view, language, shown.setUpMail) })}
          ${view.replacement && card({ title: words.replacement, body: tokenPanel(view.replacement, view, language) })}
          ${card({ title: words.profile, body: profilePanel(customer, language) })}
        </div>
        <div>${customersScreen(shown, deskOf(request).institution, language)}</div>
      </div>
      <section class="timeline" aria-labelledby="timeline">
        <h2 id="timeline">${unbroken(words.timeline)}</h2>
        ${timelineTable(timeline, language)}
      </section>
      ${view.tokens.length > 1 && earlierTokens(view, language)}`,
  });
}

function procedures({ view, reissue }: CustomerShown, allowed: boolean, language: Language): Html {
  const words = messagesFor(customerWords, language);
  if (!allowed) return html`<p class="procedures">${words.noProcedures}</p>`;
  const { names } = messagesFor(procedureWords, language);
  const procedures = offered(view);
  const links = procedures.map((procedure) =>
    linkButton({
      href: procedurePath(procedure, view.customerId),
      label: names[procedure],
      kind: procedure === likeliest(procedures) ? "primary" : "secondary",
    }),
  );
  return html`${links.length > 0 && html`<nav class="procedures" aria-label="${words.procedures}">${links}</nav>`}
  ${reissue !== null && view.use !== "none" && howToReissue(reissue, language)}`;
}

/** Our own texts send customers to the branch for 再発行: a clerk who hears the word finds here what it means. */
function howToReissue(way: NonNullable<CustomerShown["reissue"]>, language: Language): Html {
  const { title, steps, customer, nothing } = messagesFor(procedureWords, language).reissue;
  return details({
    id: "reissue",
    summary: title,
    body: html`${way.length === 0 && html`<p>${nothing}</p>`}
      <ol>
        ${way.map((step) => html`<li>${steps[step]}</li>`)}
        <li>${customer}</li>
      </ol>`,
  });
}

/** お客様の画面: what to expect there, and what to say about it. */
function customersScreen({ sight, view }: CustomerShown, { texts }: Institution, language: Language): Html {
  const words = messagesFor(customerWords, language);
  const { sees, say } = messagesFor(seesWords, language)[sight];
  const moment = (atMs: number | null) => (atMs === null ? "" : formatDateTime(atMs, language));
  // Like the gate, to the next full minute: who comes back then must not be too early.
  const untilMs = view.due === "issue" ? view.issuancesAgainAtMs : (view.token?.untilMs ?? null);
  const facts = {
    until: moment(untilMs === null ? null : Math.ceil(untilMs / 60_000) * 60_000),
    since: moment(view.token?.sinceMs ?? null),
    phone: texts.supportPhone,
  };
  return html`<section class="card customers-screen">
    <h2>${unbroken(words.sees)}</h2>
    <h3>${words.seesNow}</h3>
    <p>${sees(facts)}</p>
    <h3>${words.say}</h3>
    <blockquote><p>${say}</p></blockquote>
  </section>`;
}
