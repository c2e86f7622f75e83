import { html, messagesFor, page, textButton } from "@warifu/pages";
import type { Hole, Html, Language } from "@warifu/pages";
import { bankWords } from "../words.ts";

export interface Visitor {
  readonly lang: Language;
  readonly supportPhone: string;
  /** Name of the signed-in customer; null on pages before. */
  readonly name: string | null;
  /** Path of the page, for the language links. */
  readonly path: string;
}

/** Header, menu and footer of every page of the bank. */
export function bankPage(
  visitor: Visitor,
  content: {
    readonly title: string;
    readonly screenId: string;
    readonly body: Hole;
    readonly here?: "home" | "transfer";
    /** Wide, in parts, instead of one sheet. */
    readonly wide?: boolean;
  },
): Html {
  const { lang, path } = visitor;
  const words = messagesFor(bankWords, lang);
  return page({
    lang,
    title: content.title,
    screenId: content.screenId,
    siteName: words.siteName,
    siteKind: words.siteKind,
    variant: content.wide === true ? "bank bank-home" : "bank site",
    styles: ["/bank-assets/bank.css"],
    scripts: ["/bank-assets/change-language.js"],
    homeUrl: "/",
    support: { phone: visitor.supportPhone, hours: words.hours },
    languageSwitch: { ja: `${path}?lang=ja`, en: `${path}?lang=en` },
    footer: html`<p class="support">${words.sample}</p>`,
    ...(visitor.name === null ? {} : { bar: menu(visitor.name, lang, content.here) }),
    body: content.body,
  });
}

function menu(name: string, lang: Language, here: "home" | "transfer" | undefined): Html {
  const words = messagesFor(bankWords, lang);
  const link = (to: "home" | "transfer", href: string, label: string): Html =>
    html`<a href="${href}" ${here === to && html`aria-current="page"`}>${label}</a>`;
  return html`<nav class="bank-bar" aria-label="${words.menu}">
    <div class="bank-bar-inner">
      <div class="places">${link("home", "/", words.home)}${link("transfer", "/transfer", words.transfer)}</div>
      <form class="who" method="post" action="/log-out">
        <span>${words.customer(name)}</span>${textButton({ label: words.logOut })}
      </form>
    </div>
  </nav>`;
}
