import { button, buttonRow, definitionList, errorSummary, formatYen, html, messagesFor } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import type { Purpose, Token } from "@warifu/rules";
import type { OtpProblem } from "../../visit/notes.ts";
import type { Visit } from "../../visit/visit.ts";
import { otpFieldOf } from "../otp-field/otp-field.ts";
import { otpProblemText } from "../otp-field/otp-problem-text.ts";
import type { Screen } from "../screen.ts";
import { nameOf } from "../send-screen.ts";
import { promptWords } from "./words.ts";
import type { PromptWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

/** G-210 ワンタイムパスワード入力: who asks, for what, and first of all the door for those who cannot show a code. */
export function promptScreen(visit: Visit, problem: OtpProblem | null, token: Token): Screen {
  const lang = visit.language;
  const words = messagesFor(promptWords, lang);
  const { digits } = token;
  const error = problem === null ? null : otpProblemText(problem, token, lang);
  const bank = nameOf(visit.institution, lang);
  const purpose = nameOfPurpose(visit.purpose, words);
  return {
    screenId: gateScreenIds.prompt,
    title: words.title,
    scripts: ["otp"],
    hasErrors: error !== null,
    body: html`${errorSummary({ lang, errors: error === null ? [] : [{ field: "otp", message: error }] })}
      <p>${words.ask(bank, purpose)}</p>
      ${definitionList([
        { term: words.askedBy, value: bank },
        { term: words.askedFor, value: html`<strong>${purpose}</strong>` },
        ...(visit.reference === null ? [] : [{ term: words.reference, value: visit.reference }]),
        ...transferOf(visit, words),
      ])}
      ${visit.transfer !== null && html`<p>${words.checkTransfer}</p>`}
      <p><a href="${visit.links.step("help")}">${words.cannotShow}</a></p>
      <form method="post" action="${visit.links.step("verify")}" ${otpFieldOf.formAttributes(digits, lang)}>
        ${otpFieldOf.field(digits, error, lang)}
        ${buttonRow(
          button({ label: words.send }),
          button({ label: words.leave, kind: "quiet", action: visit.links.step("leave") }),
        )}
      </form>
      <p class="support">${words.never} ${words.notYou}</p>`,
  };
}

/** As the bank pushed it; nothing of it comes from the browser. */
function transferOf({ transfer, language }: Visit, words: PromptWords): { term: string; value: Html }[] {
  if (transfer === null) return [];
  const { payee, account, amountYen } = transfer;
  const large = (text: string) => html`<span class="value-large">${text}</span>`;
  return [
    ...(payee === null ? [] : [{ term: words.payee, value: large(payee) }]),
    ...(account === null ? [] : [{ term: words.account, value: html`${account}` }]),
    ...(amountYen === null ? [] : [{ term: words.amount, value: large(formatYen(amountYen, language)) }]),
  ];
}

function nameOfPurpose(purpose: Purpose, words: PromptWords): string {
  return {
    login: words.forLogin,
    transfer: words.forTransfer,
    payment: words.forPayment,
    settings: words.forSettings,
    other: words.forOther,
  }[purpose];
}
