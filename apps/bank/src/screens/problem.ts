import { buttonRow, html, linkButton, messagesFor, noticeBox, unbroken } from "@warifu/pages";
import type { Html } from "@warifu/pages";
import { bankWords } from "../words.ts";
import { bankPage } from "./frame.ts";
import type { Visitor } from "./frame.ts";

export type ProblemKind = "noLogIn" | "noTransfer" | "broken" | "down" | "foreign" | "needOtp" | "lost";

/** B-900: something did not work out; what happened and the way on. */
export function problemPage(visitor: Visitor, kind: ProblemKind): Html {
  const words = messagesFor(bankWords, visitor.lang).problem;
  const title = words[`${kind}Title`];
  const wayOn = visitor.name === null ? words.logIn : words.home;
  return bankPage(visitor, {
    title,
    screenId: "B-900",
    body: html`<h1>${unbroken(title)}</h1>
      ${noticeBox({ lang: visitor.lang, kind: kind === "down" ? "warning" : "info", body: html`<p>${words[kind]}</p>` })}
      ${buttonRow(linkButton({ label: wayOn, href: "/" }))}`,
  });
}
