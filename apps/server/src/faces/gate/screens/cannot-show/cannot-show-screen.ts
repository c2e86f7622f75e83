import { buttonRow, definitionList, details, html, linkButton, messagesFor, unbroken } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Visit } from "../../visit/visit.ts";
import type { Screen } from "../screen.ts";
import { stepForm } from "../step-form.ts";
import { cannotShowWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

/** G-310 表示できない方: four cases, each with what to do now; nobody ends here. */
export function cannotShowScreen(visit: Visit): Screen {
  const lang = visit.language;
  const words = messagesFor(cannotShowWords, lang);
  const { supportPhone, supportHoursJa, supportHoursEn } = visit.institution.texts;
  const phoneLink = html`<a class="phone" href="tel:${supportPhone.replaceAll("-", "")}">${supportPhone}</a>`;
  return {
    screenId: gateScreenIds.cannotShow,
    title: words.title,
    body: html`<p>${words.lead}</p>
      ${oneCase(words.lostTitle, [words.lost1, words.lost2, words.lost3])}
      ${oneCase(words.changedTitle, [words.changed1, words.changed2, words.changed3])}
      ${oneCase(words.brokenTitle, [words.broken1, words.broken3, words.broken2])}
      ${oneCase(words.wrongTitle, [words.wrong1, words.wrong2])}
      <h2>${unbroken(words.callTitle)}</h2>
      ${definitionList([
        { term: words.callPhone, value: phoneLink },
        { term: words.callHours, value: lang === "ja" ? supportHoursJa : supportHoursEn },
      ])}
      ${buttonRow(
        linkButton({ label: words.back, href: visit.links.here, kind: "secondary" }),
        stepForm(visit, "leave", words.leave, "quiet"),
      )}`,
  };
}

function oneCase(summary: string, steps: readonly string[]): Html {
  return details({
    summary,
    body: html`<ul>
      ${steps.map((step) => html`<li>${step}</li>`)}
    </ul>`,
  });
}
