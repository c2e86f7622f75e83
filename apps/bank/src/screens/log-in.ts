import { button, buttonRow, html, messagesFor, noticeBox, textField, unbroken } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
import { statusNow } from "../sample-people.ts";
import type { SamplePerson } from "../sample-people.ts";
import { bankWords } from "../words.ts";
import { bankPage } from "./frame.ts";
import type { Visitor } from "./frame.ts";

/** B-100: log-in. */
export function logInPage(
  visitor: Visitor,
  state: {
    readonly customerId: string;
    readonly problem: "wrong" | "empty" | "ended" | null;
    readonly samplePeople: readonly SamplePerson[];
    readonly nowMs: number;
  },
): Html {
  const { lang } = visitor;
  const words = messagesFor(bankWords, lang).logIn;
  const { problem } = state;
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-100",
    body: html`<h1>${unbroken(words.title)}</h1>
      ${problem !== null && noticeBox({ lang, kind: problem === "ended" ? "info" : "error", body: html`<p>${words[problem]}</p>`, role: "alert" })}
      <form method="post" action="/log-in">
        ${textField({ lang, id: "customerId", name: "customerId", label: words.customerId, autocomplete: "username", value: state.customerId })}
        ${textField({ lang, id: "password", name: "password", type: "password", label: words.password, autocomplete: "current-password" })}
        ${buttonRow(button({ label: words.submit }))}
      </form>
      <p><a href="/cannot-show">${words.cannotShow}</a></p>
      ${state.samplePeople.length > 0 && sample(lang, state.samplePeople, state.nowMs)}`,
  });
}

/** Only in the demo: who there is to be. They are typed, as at a real bank. */
function sample(lang: Language, people: readonly SamplePerson[], nowMs: number): Html {
  const words = messagesFor(bankWords, lang).logIn;
  return noticeBox({
    lang,
    kind: "info",
    title: words.sampleTitle,
    body: html`<p>${words.sampleNote}</p>
      <ul>
        ${people.map((person) => {
          const { customerId, password, name, nameEn } = person;
          const status = statusNow(person, nowMs);
          return html`<li>
            <strong>${customerId} / ${password}</strong><br />
            ${lang === "ja" ? name : html`${nameEn} (<span lang="ja">${name}</span>)`}
            ${status !== null && html`<br />${words.sampleStandings[status]}`}
          </li>`;
        })}
      </ul>`,
  });
}
