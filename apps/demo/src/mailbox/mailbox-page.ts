import { definitionList, formatDateTime, html, messagesFor, page, unbroken } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import type { ReceivedMail } from "./received-mail.ts";
import { linkText } from "./link-text.ts";
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
    styles: ["/assets/mailbox.css"],
    scripts: ["/assets/mailbox.js"],
    body: html`<div class="stack" data-newest="${mails[0]?.receivedAt ?? ""}" data-count="${mails.length}">
      <h1>${unbroken(words.title)}</h1>
      <p class="support" role="status">${words.count(mails.length)} ${words.refresh}</p>
      ${mails.length === 0 && html`<p class="empty">${words.empty}</p>`} ${mails.map((mail) => mailOf(mail, lang))}
    </div>`,
  });
}

function mailOf(mail: ReceivedMail, lang: Language): Html {
  const words = messagesFor(mailboxWords, lang);
  return html`<article class="mail">
    <h2>${unbroken(mail.subject === "" ? words.noSubject : mail.subject)}</h2>
    ${definitionList([
      { term: words.to, value: mail.to },
      { term: words.from, value: mail.from },
      { term: words.receivedAt, value: formatDateTime(Date.parse(mail.receivedAt), lang) },
    ])}
    <div class="mail-text">${linkText(mail.text)}</div>
  </article>`;
}
