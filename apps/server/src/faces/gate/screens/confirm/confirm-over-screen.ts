import { buttonRow, html, messagesFor, noticeBox } from "@warifu/pages";
import { gateScreenIds } from "../../../../gate-titles.ts";
import type { Visit } from "../../visit/visit.ts";
import { frameWords } from "../frame/words.ts";
import { noEarlierThan } from "../no-earlier-than.ts";
import type { Screen } from "../screen.ts";
import { stepForm } from "../step-form.ts";
import { wayOnFrom } from "./way-on.ts";
import { confirmWords } from "./words.ts";

/** G-120 whose IDs lead nowhere any more: they are not shown, what happened is, and the way on. */
export function confirmOverScreen(
  visit: Visit,
  why: "replaced" | "usedUp",
  { issuancesLeft, issuancesAgainAtMs }: { issuancesLeft: number; issuancesAgainAtMs: number | null },
): Screen {
  const lang = visit.language;
  const words = messagesFor(confirmWords, lang);
  const { leave } = messagesFor(frameWords, lang);
  const tries = String(visit.institution.policy.activationTriesPerIssuance);
  const text = {
    replaced: { title: words.replacedTitle, what: words.replaced },
    usedUp: { title: words.usedUpTitle, what: words.usedUp(tries) },
  }[why];
  return {
    screenId: gateScreenIds.confirm,
    title: words.title,
    step: why === "replaced" ? 2 : 1,
    body: html`${noticeBox({ lang, kind: "warning", title: text.title, body: html`<p>${text.what}</p>` })}
    ${why === "usedUp" && html`<p>${issuancesAgainAtMs === null ? words.issuancesLeft(String(issuancesLeft)) : words.backNoteNone(noEarlierThan(issuancesAgainAtMs, lang))}</p>`}
    ${buttonRow(wayOnFrom(visit, why), stepForm(visit, "leave", leave))}`,
  };
}
