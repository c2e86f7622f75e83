import { html, messagesFor, page, render, unbroken } from "@warifu/pages";
import type { Hole, Html, Language } from "@warifu/pages";
import type { FastifyReply, FastifyRequest } from "fastify";
import { browserModulePath } from "../../../http/assets.ts";
import type { Service } from "../../../service.ts";
import { endOf } from "../session/staff-session.ts";
import { mayAct } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { frameWords } from "./words.ts";

export interface ConsoleScreen {
  readonly screenId: string;
  readonly title: string;
  readonly body: Hole;
  readonly here?: "home" | "search" | "apply" | "passkeys";
  /** Further browser modules of this face, by name. */
  readonly modules?: readonly string[];
  /** Default: 200. */
  readonly status?: number;
}

export const consoleStylesheet = "/assets/console/console.css";

/** Sends a screen in the console's frame: ribbon, search, staff, menu — or, with nobody signed in, without search and menu. */
export function sendScreen(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  screen: ConsoleScreen,
): FastifyReply {
  const { language, desk } = request;
  const words = messagesFor(frameWords, language);
  const path = hasPage(request) ? pathOf(request) : "/";
  const document = page({
    lang: language,
    title: screen.title,
    screenId: screen.screenId,
    siteName: desk === null ? words.siteName : nameOf(desk, language),
    ...(desk === null ? {} : { siteKind: words.siteName, homeUrl: "/" }),
    variant: desk === null ? "console console-outside" : "console",
    styles: [consoleStylesheet],
    scripts: ["frame", ...(screen.modules ?? [])].map((name) => browserModulePath("console", name)),
    languageSwitch: { ja: `${path}?lang=ja`, en: `${path}?lang=en` },
    ...(service.config.environment === "training" ? { ribbon: words.training } : {}),
    ...(desk === null
      ? {}
      : {
          bar: html`${topBar(desk, language)}${menu(desk, language, screen.here)}${endNotice(desk, service.nowMs(), language)}`,
        }),
    body: html`<h1>${unbroken(screen.title)}</h1>
      ${screen.body}`,
  });
  return reply
    .code(screen.status ?? 200)
    .type("text/html; charset=utf-8")
    .send(render(document));
}

function nameOf({ institution }: Desk, language: Language): string {
  return language === "ja" ? institution.texts.nameJa : institution.texts.nameEn;
}

function topBar(desk: Desk, language: Language): Html {
  const words = messagesFor(frameWords, language);
  const { name, branchName, role } = desk.staff;
  const reads = mayAct(desk) ? "" : language === "ja" ? `（${words.readOnly}）` : ` (${words.readOnly})`;
  const place = `${branchName}${language === "ja" ? "・" : ", "}${words.roles[role]}${reads}`;
  return html`<div class="console-top">
    <form class="quick-search" method="post" action="/search/quick" role="search">
      <label for="quick">${words.quickSearch}</label>
      <input
        class="input"
        id="quick"
        name="q"
        type="text"
        autocomplete="off"
        spellcheck="false"
        autocapitalize="off"
        aria-describedby="quick-hint"
        data-quick-search
      />
      <button class="button button-secondary" type="submit">${words.quickSearchButton}</button>
      <span class="quick-hint" id="quick-hint">${words.quickSearchHint}</span>
    </form>
    <div class="console-staff">
      <p>
        <span class="visually-hidden">${words.staff}: </span><strong>${name}</strong
        ><span class="staff-branch">${place}</span>
      </p>
      <form method="post" action="/sign-out">
        <button class="button button-quiet" type="submit">${words.signOut}</button>
      </form>
    </div>
  </div>`;
}

function menu(desk: Desk, language: Language, here: ConsoleScreen["here"]): Html {
  const words = messagesFor(frameWords, language);
  const items = [
    { key: "home", href: "/" },
    { key: "search", href: "/search" },
    ...(mayAct(desk) ? [{ key: "apply", href: "/applications/new" } as const] : []),
    { key: "passkeys", href: "/passkeys" },
  ] as const;
  return html`<nav class="console-menu" aria-label="${words.menu}">
    <ul>
      ${items.map(
        ({ key, href }) =>
          html`<li><a href="${href}" ${key === here && html` aria-current="page"`}>${words[key]}</a></li>`,
      )}
    </ul>
  </nav>`;
}

/** Woken by the module `frame` two minutes before the session ends (WCAG 2.2, 2.2.1). */
function endNotice({ open }: Desk, nowMs: number, language: Language): Html {
  const words = messagesFor(frameWords, language);
  const seconds = Math.max(0, Math.floor((endOf(open.session) - nowMs) / 1000));
  return html`<div class="end-notice" role="alert" data-session-seconds="${seconds}" hidden>
    <p>${words.endsSoon}</p>
    <button class="button button-secondary" type="button">${words.extend}</button>
  </div>`;
}

/** Whether this address can be read: a form that came back with errors was posted, and is found again where it was filled in. */
function hasPage({ server, routeOptions: { url } }: FastifyRequest): boolean {
  return url !== undefined && server.hasRoute({ method: "GET", url });
}

/** The path alone: nothing that was asked is carried into a link. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "/";
}
