import {
  buttonRow,
  card,
  definitionList,
  formatDateTime,
  html,
  messagesFor,
  noticeBox,
  printSlip,
  textButton,
} from "@warifu/pages";
import { groupServiceId, groupUserId } from "@warifu/otp";
import type { Token } from "@warifu/rules";
import type { Visit } from "../../visit/visit.ts";
import type { Screen } from "../screen.ts";
import { nameOf } from "../send-screen.ts";
import { stepForm } from "../step-form.ts";
import { doneWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

/** G-130 利用開始の完了: what is different from now on, and a record for paper. */
export function doneScreen(visit: Visit, token: Token): Screen {
  const lang = visit.language;
  const words = messagesFor(doneWords, lang);
  const { institution } = visit;
  return {
    screenId: gateScreenIds.done,
    title: words.title,
    step: "finished",
    scripts: ["done"],
    body: html`${noticeBox({ lang, kind: "success", role: "status", title: words.done })}
    ${card({
      title: words.nextTitle,
      body: html`<ul>
        <li>${words.nextLogin}</li>
        <li><strong>${words.nextNever}</strong></li>
        <li>${words.nextPhone}</li>
        <li>${words.nextLost}</li>
      </ul>`,
    })}
    ${buttonRow(
      stepForm(visit, "continue", words.continue, "primary"),
      textButton({ label: words.print, type: "button", hidden: true, data: { print: true } }),
    )}
    ${printSlip({
      title: words.recordTitle,
      body: definitionList([
        { term: words.recordFor, value: nameOf(institution, lang) },
        { term: words.recordServiceId, value: groupServiceId(institution.serviceId) },
        { term: words.recordUserId, value: token.userId === null ? "–" : groupUserId(token.userId) },
        {
          term: words.recordAt,
          value: token.confirmedAtMs === null ? "–" : formatDateTime(token.confirmedAtMs, lang),
        },
        { term: words.recordSupport, value: institution.texts.supportPhone },
      ]),
    })}`,
  };
}
