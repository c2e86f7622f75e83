import { button, buttonRow, html, messagesFor, noticeBox, textField } from "@warifu/pages";
import type { Html, Language } from "@warifu/pages";
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
  },
): Html {
  const { lang } = visitor;
  const words = messagesFor(bankWords, lang).logIn;
  const { problem } = state;
  return bankPage(visitor, {
    title: words.title,
    screenId: "B-100",
    body: html`<h1>${words.title}</h1>
      ${problem !== null && noticeBox({ lang, kind: problem === "ended" ? "info" : "error", body: html`<p>${words[problem]}</p>`, role: "alert" })}
      <form method="post" action="/log-in">
        ${textField({ lang, id: "customerId", name: "customerId", label: words.customerId, autocomplete: "username", value: state.customerId })}
        ${textField({ lang, id: "password", name: "password", type: "password", label: words.password, autocomplete: "current-password" })}
        ${buttonRow(button({ label: words.submit }))}
      </form>
      <p><a href="/cannot-show">${words.cannotShow}</a></p>
      ${state.samplePeople.length > 0 && sample(lang, state.samplePeople)}`,
  });
}

/** Only in the demo: who there is to be. They are typed, as at a real bank. */
function sample(lang: Language, people: readonly SamplePerson[]): Html {
  const words = messagesFor(bankWords, lang).logIn;
  return noticeBox({
    lang,
    kind: "info",
    title: words.sampleTitle,
    body: html`<p>${words.sampleNote}</p>
      <ul>
        ${people.map(
          ({ customerId, password, name, nameEn, standing }) =>
            html`<li>
              <strong>${customerId} / ${password}</strong><br />
              ${lang === "ja" ? name : html`${nameEn} (<span lang="ja">${name}</span>)`}
              ${standing !== null && html`<br />${words.sampleStandings[standing]}`}
            </li>`,
        )}
      </ul>`,
  });
}
