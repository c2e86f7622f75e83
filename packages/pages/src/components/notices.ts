import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";
import type { Language } from "../language.ts";
import { messagesFor } from "../messages.ts";
import { sharedWords } from "../words.ts";
import { unbroken } from "./unbroken.ts";

export type NoticeKind = "info" | "success" | "warning" | "error";

/** A box whose meaning stands in words and shape, not in its colour alone. */
export function noticeBox(options: {
  readonly lang: Language;
  readonly kind: NoticeKind;
  readonly title?: Hole;
  readonly body?: Hole;
  /** Announced by screen readers when it appears. */
  readonly role?: "status" | "alert";
  readonly id?: string;
  readonly headingLevel?: 2 | 3;
}): Html {
  const { kind, title, role, id } = options;
  const word = messagesFor(sharedWords, options.lang)[kind];
  const heading =
    options.headingLevel === 3
      ? html`<h3 class="notice-title">${unbroken(title)}</h3>`
      : html`<h2 class="notice-title">${unbroken(title)}</h2>`;
  return html`<div
    class="notice notice-${kind}"
    ${role !== undefined && html` role="${role}"`}${id !== undefined && html` id="${id}"`}
  >
    <span class="notice-icon notice-icon-${kind}" aria-hidden="true"></span>
    <div class="notice-text">
      <span class="visually-hidden">${word}: </span>${title !== undefined && heading}${options.body}
    </div>
  </div>`;
}

export interface FieldError {
  /** The field's id. */
  readonly field: string;
  readonly message: Hole;
}

/** What is wrong, on top of the form, with a way to each field. Empty when nothing is; the script may fill it. */
export function errorSummary(options: {
  readonly lang: Language;
  readonly errors: readonly FieldError[];
  readonly title?: Hole;
}): Html {
  const words = messagesFor(sharedWords, options.lang);
  return html`<div
    class="error-summary"
    id="error-summary"
    role="alert"
    tabindex="-1"
    data-focus-when-shown${options.errors.length === 0 && html` hidden`}
  >
    <h2>${unbroken(options.title ?? words.errorTitle)}</h2>
    <ul>
      ${options.errors.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
}

/** A state in words and shape. */
export function badge(options: { readonly kind: NoticeKind | "neutral"; readonly label: Hole }): Html {
  return html`<span class="badge badge-${options.kind}"
    ><span class="badge-shape" aria-hidden="true"></span>${options.label}</span
  >`;
}
