import { iconPath, stylesheetPaths } from "./assets.ts";
import { attributes } from "./attributes.ts";
import { html } from "./html.ts";
import type { Hole, Html } from "./html.ts";
import type { Language } from "./language.ts";
import { messagesFor } from "./messages.ts";
import { languageNames, sharedWords } from "./words.ts";

export interface PageOptions {
  readonly lang: Language;
  readonly title: string;
  /** Shown at the bottom right, such as G-110, so that phone support can ask for it. */
  readonly screenId: string;
  /** The institution's name, or the product's where there is none. */
  readonly siteName: string;
  /** What the site is, small beside its name: ワンタイムパスワード, 管理画面 … */
  readonly siteKind?: string;
  /** Where the name leads, if anywhere. */
  readonly homeUrl?: string;
  readonly body: Hole;
  /** Further style sheets, by path. */
  readonly styles?: readonly string[];
  /** Modules, by path. No inline scripts: the CSP forbids them. */
  readonly scripts?: readonly string[];
  readonly languageSwitch?: { readonly ja: string; readonly en: string };
  readonly support?: { readonly phone: string; readonly hours: string };
  /** Between header and content: who is signed in, a menu. */
  readonly bar?: Hole;
  readonly footer?: Hole;
  /** A stripe above everything, such as 練習環境. */
  readonly ribbon?: string;
  /** Path of the site's own logo, in the place of ours; beside the name, so it needs no text. */
  readonly logo?: string;
  /** Class of the body, for a site of its own colours or a wide layout. */
  readonly variant?: string;
}

/** A whole document. */
export function page(options: PageOptions): Html {
  const { lang, title, screenId, siteName } = options;
  const words = messagesFor(sharedWords, lang);
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title} | ${siteName}</title>
        <link rel="icon" href="${iconPath}" type="image/svg+xml" />
        ${[...stylesheetPaths, ...(options.styles ?? [])].map((path) => html`<link rel="stylesheet" href="${path}" />`)}
        ${(options.scripts ?? []).map((path) => html`<script type="module" src="${path}"></script>`)}
      </head>
      <body class="${options.variant ?? "site"}">
        <a class="skip-link" href="#content">${words.skipToContent}</a>
        ${options.ribbon !== undefined && html`<p class="ribbon">${options.ribbon}</p>`}
        <header class="site-header">
          <div class="site-header-inner">
            ${siteMark(options)} ${options.languageSwitch && languageLinks(lang, options.languageSwitch)}
          </div>
        </header>
        ${options.bar}
        <main id="content" tabindex="-1">${options.body}</main>
        <footer class="site-footer">
          <div class="site-footer-inner">
            <div>
              ${options.support && html`<p><span class="footer-label">${words.supportTitle}</span> ${siteName} <a class="phone" href="tel:${options.support.phone.replaceAll("-", "")}">${options.support.phone}</a> <span class="hours">${options.support.hours}</span></p>`}
              ${options.footer}
            </div>
            <p class="screen-id"><span class="visually-hidden">${words.screenId} </span><span>${screenId}</span></p>
          </div>
        </footer>
      </body>
    </html> `;
}

function siteMark({ siteName, siteKind, homeUrl, logo }: PageOptions): Html {
  const picture = logo !== undefined && html`<img${attributes({ class: "site-logo", src: logo, alt: "" })} />`;
  const name = html`<span class="site-name">${siteName}</span>
    ${siteKind !== undefined && html`<span class="site-kind">${siteKind}</span>`}`;
  return homeUrl === undefined
    ? html`<div class="site-mark">
        ${picture}
        <p>${name}</p>
      </div>`
    : html`<div class="site-mark">${picture}<a${attributes({ href: homeUrl })}>${name}</a></div>`;
}

function languageLinks(lang: Language, urls: { readonly ja: string; readonly en: string }): Html {
  const languages: readonly Language[] = ["ja", "en"];
  return html`<nav class="languages" aria-label="${messagesFor(sharedWords, lang).languageSwitch}">
    ${languages.map((language) => {
      const languageName = languageNames[language];
      return language === lang
        ? html`<span aria-current="true" lang="${language}">${languageName}</span>`
        : html`<a href="${urls[language]}" lang="${language}" hreflang="${language}">${languageName}</a>`;
    })}
  </nav>`;
}
