import {
  badge,
  card,
  definitionList,
  details,
  formatDateTime,
  html,
  linkButton,
  messagesFor,
  noticeBox,
  table,
} from "@warifu/pages";
import type { Hole, Html, Language, NoticeKind } from "@warifu/pages";
import type { Customer, CustomerView, EventType, TokenView } from "@warifu/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, mayAct } from "../frame/desk.ts";
import { isProcedureName, offered, procedurePath } from "../procedures/procedures.ts";
import { procedureWords } from "../procedures/words.ts";
import { seesWords } from "./sees-words.ts";
import { stateOf } from "./state-of.ts";
import type { CustomerStateName } from "./state-of.ts";
import type { TimelineRow } from "./timeline.ts";
import type { Sight } from "./what-customer-sees.ts";
import { customerWords } from "./words.ts";

export interface CustomerShown {
  readonly customer: Customer;
  readonly view: CustomerView;
  readonly sight: Sight;
  readonly timeline: readonly TimelineRow[];
  /** The procedure that was just carried out. */
  readonly notice: string | null;
}

const kindOfState: Record<CustomerStateName, "neutral" | NoticeKind> = {
  none: "neutral",
  applied: "info",
  cancelled: "neutral",
  issued: "info",
  activated: "info",
  inUse: "success",
  paused: "warning",
  locked: "error",
  suspended: "warning",
  revoked: "error",
  expired: "neutral",
};

/** The events that lead into a state: the newest of them says since when and by whom. */
const leadingTo: Record<CustomerStateName, readonly EventType[]> = {
  none: [],
  applied: ["application.registered"],
  cancelled: ["application.cancelled"],
  issued: ["token.issued", "token.resumed", "token.unlocked"],
  activated: ["activation.receipted", "token.resumed", "token.unlocked"],
  inUse: ["token.confirmed", "token.imported", "token.resumed", "token.unlocked"],
  paused: ["code.refused"],
  locked: ["code.refused"],
  suspended: ["token.suspended"],
  revoked: ["token.revoked"],
  expired: [],
};

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
        : `${customer.profile.name}（${customer.customerId}）`,
    here: "search",
    body: html`${done !== null && noticeBox({ lang: language, kind: "success", role: "status", body: html`<p>${done}</p>` })}
      <div class="customer-columns">
        <div>
          ${card({ title: words.state, body: html`${stateInWords(shown, language)}${procedures(view, mayAct(deskOf(request)), language)}` })}
          ${card({ title: words.token, body: view.token === null ? html`<p>${words.noToken}</p>` : tokenPanel(view.token, view, language) })}
          ${view.replacement && card({ title: words.replacement, body: tokenPanel(view.replacement, view, language) })}
          ${card({ title: words.profile, body: profilePanel(customer, language) })}
        </div>
        <div>${customersScreen(shown.sight, language)}</div>
      </div>
      <section class="timeline" aria-labelledby="timeline">
        <h2 id="timeline">${words.timeline}</h2>
        ${timelineTable(timeline, language)}
      </section>
      ${view.tokens.length > 1 && earlierTokens(view, language)}`,
  });
}

function stateInWords({ view, timeline }: CustomerShown, language: Language): Html {
  const words = messagesFor(customerWords, language);
  const state = stateOf(view);
  const cause = timeline.find(({ type }) => leadingTo[state].includes(type));
  const sinceMs = cause?.atMs ?? (view.use === "applied" ? (view.token?.sinceMs ?? view.appliedAtMs) : null);
  const until = view.use === "applied" ? (view.token?.untilMs ?? null) : null;
  return html`<p class="state">${badge({ kind: kindOfState[state], label: words.states[state] })}</p>
    <p class="state-since">
      ${sinceMs !== null && words.since(formatDateTime(sinceMs, language))}${cause && html`　${words.by(cause.who)}`}${until !== null && html`<br />${words.until(formatDateTime(until, language))}`}
    </p>
    <p>${words.explained[state]}</p>`;
}

function procedures(view: CustomerView, allowed: boolean, language: Language): Html {
  const words = messagesFor(customerWords, language);
  if (!allowed) return html`<p class="procedures">${words.noProcedures}</p>`;
  const { names } = messagesFor(procedureWords, language);
  const links = offered(view).map((procedure) =>
    linkButton({
      href: procedurePath(procedure, view.customerId),
      label: names[procedure],
      kind: procedure === "suspend" ? "primary" : "secondary",
    }),
  );
  return links.length === 0 ? html`` : html`<nav class="procedures" aria-label="${words.procedures}">${links}</nav>`;
}

function tokenPanel(token: TokenView, view: CustomerView, language: Language): Html {
  const words = messagesFor(customerWords, language);
  const { tokenFields } = words;
  const moment = (atMs: number | null): string | null => (atMs === null ? null : formatDateTime(atMs, language));
  const waiting = token.status === "issued";
  const running = token.status === "inUse" || token.status === "activated";
  return facts([
    [tokenFields.userId, token.imported ? words.imported : html`<span class="mono">…${token.userIdLastFour}</span>`],
    [tokenFields.mail, token.maskedMobileEmail && html`<span class="mono">${token.maskedMobileEmail}</span>`],
    [tokenFields.issuedAt, moment(token.issuedAtMs)],
    [tokenFields.activatedAt, moment(token.activatedAtMs)],
    [tokenFields.confirmedAt, moment(token.confirmedAtMs)],
    [tokenFields.endedAt, moment(token.endedAtMs)],
    [tokenFields.triesLeft, running ? words.times(token.triesLeft) : null],
    [tokenFields.activationTriesLeft, waiting ? words.times(token.activationTriesLeft) : null],
    [tokenFields.issuancesLeft, waiting ? words.times(view.issuancesLeft) : null],
    [tokenFields.drift, running ? words.drift(token.driftSteps) : null],
  ]);
}

function profilePanel({ customerId, profile, appliedAtMs }: Customer, language: Language): Html {
  const { fields, notNoted } = messagesFor(customerWords, language);
  const account = [profile.branchCode, profile.accountNumber].filter((part) => part !== null).join("-");
  return facts([
    [fields.customerId, html`<span class="mono">${customerId}</span>`],
    [fields.name, profile.name ?? notNoted],
    [fields.nameKana, profile.nameKana ?? notNoted],
    [fields.branch, account === "" ? notNoted : account],
    [fields.phone, profile.phone ?? notNoted],
    [fields.appliedAt, appliedAtMs === null ? null : formatDateTime(appliedAtMs, language)],
  ]);
}

/** お客様の画面: what to expect there, and what to say about it. */
function customersScreen(sight: Sight, language: Language): Html {
  const words = messagesFor(customerWords, language);
  const { sees, say } = messagesFor(seesWords, language)[sight];
  return html`<section class="card customers-screen">
    <h2>${words.sees}</h2>
    <h3>${words.seesNow}</h3>
    <p>${sees}</p>
    <h3>${words.say}</h3>
    <blockquote><p>${say}</p></blockquote>
  </section>`;
}

function timelineTable(timeline: readonly TimelineRow[], language: Language): Html {
  const words = messagesFor(customerWords, language);
  const { columns } = words;
  return table({
    caption: words.timeline,
    hideCaption: true,
    empty: words.timelineEmpty,
    columns: [columns.when, columns.what, columns.channel, columns.who].map((label) => ({ label })),
    rows: timeline.map(({ atMs, what, causes, channel, who }) => [
      html`<span class="moment">${formatDateTime(atMs, language)}</span>`,
      html`${what}${causes.length > 0 && html`<span class="causes">${causes.join(" ・ ")}</span>`}`,
      channel,
      who,
    ]),
  });
}

function earlierTokens(view: CustomerView, language: Language): Html {
  const words = messagesFor(customerWords, language);
  const shown = new Set([view.token?.tokenId, view.replacement?.tokenId]);
  const earlier = view.tokens.filter(({ tokenId }) => !shown.has(tokenId));
  if (earlier.length === 0) return html``;
  return details({
    summary: `${words.earlier} (${earlier.length})`,
    body: earlier.map(
      (token) =>
        html`<p>${badge({ kind: kindOfState[token.status], label: words.states[token.status] })}</p>
          ${tokenPanel(token, view, language)}`,
    ),
  });
}

/** Only what there is. */
function facts(items: readonly (readonly [string, Hole])[]): Html {
  return definitionList(
    items.filter(([, value]) => value !== null && value !== undefined).map(([term, value]) => ({ term, value })),
  );
}
