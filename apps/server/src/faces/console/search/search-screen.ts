import {
  badge,
  button,
  errorSummary,
  html,
  linkButton,
  messagesFor,
  noticeBox,
  table,
  textField,
  unbroken,
} from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { FoundCustomer } from "@warifu/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../../service.ts";
import { customerPath } from "../customer-state/customer-path.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, mayAct } from "../frame/desk.ts";
import { searchFields } from "./read-search.ts";
import type { SearchField, SearchProblem, TypedSearch } from "./read-search.ts";
import { searchWords } from "./words.ts";

export const mostFound = 50;

export interface SearchShown {
  readonly typed: TypedSearch;
  /** The line of the search box, when it was that. */
  readonly quick?: string;
  readonly wrong?: { readonly field: SearchField; readonly problem: SearchProblem };
  readonly found?: readonly FoundCustomer[];
}

/** C-200 検索 */
export function sendSearch(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: SearchShown,
): FastifyReply {
  const { language } = request;
  const words = messagesFor(searchWords, language);
  const { typed, wrong, found } = shown;
  const message = wrong && words.problems[wrong.problem];
  return sendScreen(service, request, reply, {
    screenId: "C-200",
    title: words.title,
    here: "search",
    ...(wrong ? { status: 422 } : {}),
    body: html`${wrong && message !== undefined && errorSummary({ lang: language, errors: [{ field: wrong.field, message }] })}
      ${found && results(found, shown, language, mayAct(deskOf(request)))}
      <form method="post" action="/search" class="search-form" novalidate>
        <p>${words.lead}</p>
        <div class="field-grid">
          ${searchFields.map((name) =>
            textField({
              lang: language,
              id: name,
              name,
              label: words.fields[name],
              value: typed[name],
              support: words.hints[name],
              error: wrong?.field === name ? message : undefined,
              ...(name === "userId" || name === "customerId" ? { inputClass: "mono" } : {}),
            }),
          )}
        </div>
        <p>${button({ label: words.button })}</p>
      </form>`,
  });
}

function results(
  found: readonly FoundCustomer[],
  { quick }: SearchShown,
  language: Language,
  mayRegister: boolean,
): Html {
  const words = messagesFor(searchWords, language);
  if (found.length === 0) {
    const register = html`<p>
      ${linkButton({ href: "/applications/new", label: words.register, kind: "secondary" })}
    </p>`;
    return noticeBox({
      lang: language,
      kind: "info",
      role: "status",
      title: words.none,
      body: html`${quick !== undefined && quick !== "" && html`<p>${words.quoted(quick)}</p>`}
        <p>${words.noneHelp}</p>
        ${mayRegister && register}`,
    });
  }
  const { columns } = words;
  return html`<section class="results" aria-labelledby="results">
    <h2 id="results">${unbroken(words.results)}</h2>
    <p role="status">${words.count(found.length, mostFound)}</p>
    ${table({
      caption: words.results,
      hideCaption: true,
      columns: [columns.customerId, columns.name, columns.branch, columns.phone, columns.use].map((label) => ({
        label,
      })),
      rows: found.map(({ customerId, profile, use, unreadable }, index) => [
        // The first one has the focus: Enter opens it.
        html`<a class="mono" href="${customerPath(customerId)}" ${index === 0 && html` autofocus`}>${customerId}</a>`,
        unreadable === true
          ? words.unreadable
          : html`${profile.name}${profile.nameKana !== null && html`<br /><small>${profile.nameKana}</small>`}`,
        [profile.branchCode, profile.accountNumber].filter((part) => part !== null).join("-"),
        profile.phone,
        badge({ kind: use === "applied" ? "success" : "neutral", label: words.uses[use] }),
      ]),
    })}
  </section>`;
}
