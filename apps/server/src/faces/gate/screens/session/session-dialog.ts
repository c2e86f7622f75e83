import { button, buttonRow, html, messagesFor, unbroken } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import { warningSeconds } from "../../visit/visit-end.ts";
import type { Visit } from "../../visit/visit.ts";
import { linkToBank } from "../way-back.ts";
import { sessionWords } from "./words.ts";

/**
 * Closed until the page's script opens it two minutes before the end (browser/parts/session-end.ts). Every stage is in the page;
 * the script only chooses which of them is seen.
 */
export function sessionDialog(visit: Visit): Html {
  const words = messagesFor(sessionWords, visit.language);
  const minutes = String(warningSeconds / 60);
  const lengthen = button({ label: words.lengthen, type: "button", data: { lengthen: true } });
  const close = button({ label: words.close, type: "button", kind: "quiet", data: { "close-dialog": true } });
  const stage = (name: string, title: string, text: string, ways: Html): Html =>
    html`<div data-session-stage="${name}" hidden>
      <h2 id="session-${name}" tabindex="-1">${unbroken(title)}</h2>
      <p>${text}</p>
      ${ways}
    </div>`;
  return html`<dialog
    class="session-dialog"
    data-session-end="${visit.links.step("lengthen")}"
    data-remaining-ms="${visit.remainingMs}"
    data-warning-ms="${warningSeconds * 1000}"
    data-last="${visit.end.endsAtMs >= visit.end.lastAtMs ? "yes" : "no"}"
    aria-labelledby="session-warning"
  >
    <div role="alert">
      ${stage("warning", words.warningTitle, words.warning(minutes), buttonRow(lengthen, close))}
      ${stage("last", words.lastTitle, words.last(minutes), buttonRow(close))}
      ${stage("failed", words.failedTitle, words.failed, buttonRow(lengthen, close))}
      ${stage("ended", words.endedTitle, words.ended, buttonRow(linkToBank(visit.bankOrigin, visit.language)))}
    </div>
  </dialog>`;
}
