import {
  button,
  buttonRow,
  card,
  copyable,
  errorSummary,
  fieldGroup,
  formatDateTime,
  hiddenField,
  html,
  messagesFor,
  noticeBox,
  passwordField,
  textField,
} from "@warifu/pages";
import type { FieldError, Html } from "@warifu/pages";
import type { IssueProblem } from "../../visit/notes.ts";
import type { Visit } from "../../visit/visit.ts";
import type { Screen } from "../screen.ts";
import { stepForm } from "../step-form.ts";
import { issueErrors } from "./issue-errors.ts";
import { issueWords, scriptWordNames } from "./words.ts";
import type { IssueWords } from "./words.ts";
import { gateScreenIds } from "../../../../gate-titles.ts";

/** Facts of G-110 that are not the visit's own. */
export interface IssueFacts {
  readonly senderDomain: string;
  /** What stands in the two address fields. */
  readonly mobileEmail: string;
  readonly mobileEmailAgain: string;
  readonly problem: IssueProblem | null;
  /** A token is on its way already: トークン発行の省略 works. */
  readonly tokenIssued: boolean;
  /** Every try of the last issuance's set-up was wrong. */
  readonly usedUp: boolean;
  /** How often a token may still be issued within 24 hours. */
  readonly issuancesLeft: number;
  /** あとで設定する is offered until then; null: not offered. */
  readonly laterUntilMs: number | null;
}

/** G-110 ワンタイムパスワードトークン発行 (手順1). */
export function issueScreen(visit: Visit, facts: IssueFacts): Screen {
  const words = messagesFor(issueWords, visit.language);
  const lang = visit.language;
  const errors = issueErrors(facts.problem, words);
  return {
    screenId: gateScreenIds.issue,
    title: words.title,
    step: 1,
    scripts: ["issue"],
    wasm: true,
    hasErrors: errors.length > 0,
    body: html`${errorSummary({ lang, errors })}
      ${facts.usedUp && noticeBox({ lang, kind: "warning", title: words.usedUpTitle, body: html`<p>${words.usedUp}</p>` })}
      ${noticeBox({
        lang,
        kind: "info",
        body: html`<p>${words.why}</p>
          <p>${words.phoneReady}</p>`,
      })}
      <noscript
        >${noticeBox({ lang, kind: "error", title: words.needsScript, body: html`<p>${words.needsScriptWhy}</p>` })}</noscript
      >
      ${facts.tokenIssued && skip(visit, facts, errors)}
      <p>${words.instruction}</p>
      ${mailFilter(visit, facts)}
      <form
        method="post"
        action="${visit.links.step("issue")}"
        novalidate
        data-issue-form
        data-registration="${visit.links.step("registration")}"
        data-words="${scriptWords(words)}"
      >
        ${hiddenField("registrationId", "")}${hiddenField("registrationRecord", "")} ${mailFields(visit, facts, errors)}
        ${passwordFields(visit, errors)}
        <p class="support">${words.issuancesLeft(String(facts.issuancesLeft))}</p>
        ${errorText("issue", errors)}
        ${buttonRow(button({ label: words.issue, id: "issue", describedBy: "issue-error", data: { "issue-button": true } }))}
      </form>
      ${!facts.tokenIssued && !facts.usedUp && skip(visit, facts, errors)} ${later(visit, facts)}`,
  };
}

/**
 * Beside the main way; before it for those whose token is on its way already. A form of its own, so that Enter in a field never means
 * 省略; the page's script puts the addresses in (browser/parts/skip-issuance.ts).
 */
function skip(visit: Visit, facts: IssueFacts, errors: readonly FieldError[]): Html {
  const words = messagesFor(issueWords, visit.language);
  return card({
    title: words.skipFor,
    body: html`<p>${words.skipNote}</p>
      ${errorText("skip", errors)}
      <form method="post" action="${visit.links.step("skip")}" data-skip-form>
        ${hiddenField("mobileEmail", facts.mobileEmail)}${hiddenField("mobileEmailAgain", facts.mobileEmailAgain)}
        ${button({ label: words.skip, kind: "secondary", id: "skip", describedBy: "skip-error" })}
      </form>`,
  });
}

/** What came of pressing a button, above it. */
function errorText(id: "issue" | "skip", errors: readonly FieldError[]): Html {
  const message = errorAt(errors, id);
  return html`<p class="error-text" id="${id}-error" data-button-error${message === undefined && html` hidden`}>
    ${message}
  </p>`;
}

function mailFilter(visit: Visit, { senderDomain }: IssueFacts): Html {
  const words = messagesFor(issueWords, visit.language);
  const domain = `@${senderDomain}`;
  return noticeBox({
    lang: visit.language,
    kind: "warning",
    title: words.mailFilterTitle,
    body: html`<p>${words.mailFilter}</p>
      <p>${copyable({ lang: visit.language, shown: domain, copied: senderDomain, copyLabel: words.copyDomain })}</p>
      <p>${words.mailFilterUrl}</p>`,
  });
}

function mailFields(visit: Visit, facts: IssueFacts, errors: readonly FieldError[]): Html {
  const words = messagesFor(issueWords, visit.language);
  const emailField = (id: "mobileEmail" | "mobileEmailAgain") =>
    textField({
      lang: visit.language,
      id,
      name: id,
      label: words[id],
      required: true,
      value: facts[id],
      error: errorAt(errors, id),
      // Not type=email: browsers refuse full-width letters and old carrier addresses there before anybody can mend them.
      inputMode: "email",
      autocomplete: "email",
    });
  return fieldGroup({
    legend: words.mailTitle,
    note: html`<p class="support">${words.mailSupport}</p>`,
    body: html`${emailField("mobileEmail")}
      <div class="field" role="status" data-email-hint hidden>
        ${noticeBox({ lang: visit.language, kind: "warning", body: html`<p data-email-hint-text></p>` })}
      </div>
      ${emailField("mobileEmailAgain")}`,
  });
}

/** Without names, so that no form can ever send them (browser/issue.ts). */
function passwordFields(visit: Visit, errors: readonly FieldError[]): Html {
  const words = messagesFor(issueWords, visit.language);
  const field = (id: "activationPassword" | "activationPasswordAgain") =>
    passwordField({
      lang: visit.language,
      id,
      label: words[id],
      required: true,
      error: errorAt(errors, id),
      inputMode: "numeric",
      autocomplete: "new-password",
      inputClass: "narrow",
    });
  return fieldGroup({
    legend: words.passwordTitle,
    note: html`<p>${words.passwordWhy}</p>
      <p>${words.passwordOnce}</p>
      <p class="support">${words.passwordSupport}</p>`,
    body: html`${button({ label: words.makeUp, kind: "secondary", type: "button", hidden: true, data: { "make-up": true } })}
      <div class="key-number" role="status" data-made-up data-keep="made-up" hidden>
        <p class="key-number-label">${words.madeUp}</p>
        <p class="key-number-value"><output></output></p>
        <p class="key-number-note">${words.madeUpNote}</p>
      </div>
      ${field("activationPassword")} ${field("activationPasswordAgain")}`,
  });
}

function later(visit: Visit, { laterUntilMs }: IssueFacts): Html | null {
  if (laterUntilMs === null) return null;
  const words = messagesFor(issueWords, visit.language);
  return card({
    title: words.laterFor,
    body: html`<p>${words.laterNote(formatDateTime(laterUntilMs, visit.language))}</p>
      ${stepForm(visit, "later", words.later)}`,
  });
}

function errorAt(errors: readonly FieldError[], field: string): FieldError["message"] {
  return errors.find((error) => error.field === field)?.message;
}

/** The texts that the page's script chooses from. */
function scriptWords(words: IssueWords): string {
  return JSON.stringify(Object.fromEntries(scriptWordNames.map((name) => [name, words[name]])));
}
