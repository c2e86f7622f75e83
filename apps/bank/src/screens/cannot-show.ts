import { buttonRow, details, html, linkButton, messagesFor, noticeBox, unbroken } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import { bankWords } from "../words.ts";
import { bankPage } from "./frame.ts";
import type { Visitor } from "./frame.ts";

/** B-400: reachable before the log-in. Whatever happened to the phone, there is a way on. */
export function cannotShowPage(visitor: Visitor): Html {
  const words = messagesFor(bankWords, visitor.lang).cannotShow;
  const oneCase = ({ what, steps }: { readonly what: string; readonly steps: readonly string[] }): Html =>
    details({
      summary: what,
      body: html`<ul>
        ${steps.map((step) => html`<li>${step}</li>`)}
      </ul>`,
    });
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-400",
    body: html`<h1>${unbroken(words.title)}</h1>
      <p>${words.lead}</p>
      ${[words.lost, words.changed, words.broken, words.wrong].map(oneCase)}
      ${noticeBox({
        lang: visitor.lang,
        kind: "warning",
        title: words.call,
        body: html`<p>
            <a class="phone" href="tel:${visitor.supportPhone.replaceAll("-", "")}">${visitor.supportPhone}</a>
            ${messagesFor(bankWords, visitor.lang).hours}
          </p>
          <p>${words.never}</p>`,
      })}
      ${buttonRow(linkButton({ label: words.back, href: "/log-in", kind: "secondary" }))}`,
  });
}
