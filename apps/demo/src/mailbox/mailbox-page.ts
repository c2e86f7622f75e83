import { card, definitionList, formatDateTime, html, messagesFor, page } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { ReceivedMail } from "./received-mail.ts";
import { mailboxWords } from "./words.ts";

/** Everything that arrived, newest first. */
export function mailboxPage(mails: readonly ReceivedMail[], lang: Language): Html {
  const words = messagesFor(mailboxWords, lang);
  return page({
    lang,
    title: words.title,
    screenId: "M-100",
    siteName: words.site,
    siteKind: words.siteKind,
    languageSwitch: { ja: "/?lang=ja", en: "/?lang=en" },
    body: html`<h1>${words.title}</h1>
      <p class="support">${words.refresh}</p>
      ${mails.length === 0 && html`<p class="empty">${words.empty}</p>`}
      ${mails.map((mail) =>
        card({
          title: mail.subject,
          body: html`${definitionList([
              { term: words.to, value: mail.to },
              { term: words.from, value: mail.from },
              { term: words.receivedAt, value: formatDateTime(Date.parse(mail.receivedAt), lang) },
            ])}
            <div class="mail-text">${withLinks(mail.text)}</div>`,
        }),
      )}`,
  });
}

/** The text as it came; addresses of the web become links, lines stay lines. */
function withLinks(text: string): Html[] {
  return text.split(/\r?\n/).map((line) => {
    const parts = line.split(/(https?:\/\/[^\s<>"'）」]+)/);
    const shown = parts.map((part, index) =>
      index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noopener noreferrer">${part}</a>` : html`${part}`,
    );
    return html`<p>${shown.length === 1 && line === "" ? html`<br />` : shown}</p>`;
  });
}
