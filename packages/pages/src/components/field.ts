import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";
import type { Language } from "../language.ts";
import { messagesFor } from "../messages.ts";
import { sharedWords } from "../words.ts";

export interface FieldOptions {
  readonly lang: Language;
  /** Also the anchor of the error summary's link. */
  readonly id: string;
  /** Left out where the value must never be sent (activation password). */
  readonly name?: string | undefined;
  readonly label: Hole;
  readonly required?: boolean;
  /** What may be typed, said before it is typed. */
  readonly support?: Hole;
  readonly error?: Hole;
  readonly value?: string | undefined;
  readonly type?: "text" | "email" | "tel" | "password" | "search";
  readonly inputMode?: "text" | "numeric" | "email" | "tel" | "search";
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly spellcheck?: boolean;
  /** Further classes of the input: otp, mono, narrow. */
  readonly inputClass?: string;
  /** Hooks for the page's script: `{ otp: true }` → `data-otp`. */
  readonly data?: Readonly<Record<string, string | true>>;
  /** Beside the input: a show/hide or copy button. */
  readonly beside?: Hole;
  readonly list?: string;
}

/** Label, ※必須, support text, the input, the error: in this order, tied together for screen readers. */
export function textField(options: FieldOptions): Html {
  const { lang, id, error } = options;
  const described = [
    ...(hasContent(error) ? [`${id}-error`] : []),
    ...(hasContent(options.support) ? [`${id}-support`] : []),
  ].join(" ");
  return html`<div class="field${hasContent(error) ? " field-wrong" : ""}">
    ${fieldLabel(options, messagesFor(sharedWords, lang).required)}
    ${hasContent(options.support) && html`<p class="support" id="${id}-support">${options.support}</p>`}
    <div class="field-row">
      <input
        class="input ${options.inputClass ?? ""}"
        id="${id}"
        ${attribute("name", options.name)}
        type="${options.type ?? "text"}"
        ${attribute("value", options.value)}${attribute("inputmode", options.inputMode)}${attribute("autocomplete", options.autocomplete ?? "off")}${attribute("maxlength", options.maxLength?.toString())}${attribute("list", options.list)}${options.spellcheck !== true && html` spellcheck="false" autocapitalize="off" autocorrect="off"`}${options.required === true && html` aria-required="true"`}${hasContent(error) && html` aria-invalid="true"`}${attribute("aria-describedby", described === "" ? undefined : described)}${dataAttributes(options.data)}
      />${options.beside}
    </div>
    <p class="error-text" id="${id}-error" ${!hasContent(error) && html` hidden`}>${error}</p>
  </div>`;
}

/** A field whose value can be shown and hidden; the button wakes up with the page's script (`data-show`). */
export function passwordField(options: Omit<FieldOptions, "type" | "beside">): Html {
  const words = messagesFor(sharedWords, options.lang);
  const button = html`<button
    type="button"
    class="button button-quiet"
    data-show="${options.id}"
    data-words-show="${words.reveal}"
    data-words-hide="${words.conceal}"
    aria-pressed="false"
    hidden
  >
    ${words.reveal}
  </button>`;
  return textField({ ...options, type: "password", beside: button });
}

/** One text field for a one-time password: not split, not masked, paste allowed (WCAG 2.2, 3.3.8). */
export function otpField(options: Omit<FieldOptions, "type" | "inputMode" | "autocomplete" | "inputClass">): Html {
  const data = { otp: true, ...options.data } as const;
  return textField({ ...options, inputMode: "numeric", autocomplete: "one-time-code", inputClass: "otp", data });
}

export interface SelectOptions extends Pick<
  FieldOptions,
  "lang" | "id" | "label" | "required" | "support" | "error" | "value"
> {
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function selectField(options: SelectOptions): Html {
  const { id, error } = options;
  return html`<div class="field${hasContent(error) ? " field-wrong" : ""}">
    ${fieldLabel(options, messagesFor(sharedWords, options.lang).required)}
    ${hasContent(options.support) && html`<p class="support" id="${id}-support">${options.support}</p>`}
    <div class="field-row">
      <select
        class="input"
        id="${id}"
        name="${options.name}"
        ${hasContent(error) && html` aria-invalid="true" aria-describedby="${id}-error"`}
      >
        ${options.options.map(
          ({ value, label }) =>
            html`<option value="${value}" ${value === options.value && html` selected`}>${label}</option>`,
        )}
      </select>
    </div>
    <p class="error-text" id="${id}-error" ${!hasContent(error) && html` hidden`}>${error}</p>
  </div>`;
}

/** A field nobody sees. */
export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** Fields that belong together, under one heading that screen readers say with each. */
export function fieldGroup(options: { readonly legend: Hole; readonly note?: Hole; readonly body: Hole }): Html {
  return html`<fieldset class="field-group">
    <legend>${options.legend}</legend>
    ${options.note !== undefined && html`<div class="group-note">${options.note}</div>`}${options.body}
  </fieldset>`;
}

function fieldLabel(
  { id, label, required }: Pick<FieldOptions, "id" | "label" | "required">,
  requiredWord: string,
): Html {
  return html`<label for="${id}"
    >${label}${required === true && html` <span class="required">${requiredWord}</span>`}</label
  >`;
}

function attribute(name: string, value: string | undefined): Html | false {
  // The name is a constant of this file; the hole escapes the value.
  return value !== undefined && html` ${name}="${value}"`;
}

function dataAttributes(data: FieldOptions["data"]): Html[] {
  return Object.entries(data ?? {}).map(([name, value]) =>
    value === true ? html` data-${name}` : html` data-${name}="${value}"`,
  );
}

function hasContent(hole: Hole): boolean {
  return hole !== undefined && hole !== null && hole !== false && hole !== "";
}
