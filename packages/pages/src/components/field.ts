import { attributes } from "../attributes.ts";
import type { Attributes } from "../attributes.ts";
import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";
import type { Language } from "../language.ts";
import { messagesFor } from "../messages.ts";
import { sharedWords } from "../words.ts";
import { unbroken } from "./unbroken.ts";
import { dataAttributes } from "./data-attributes.ts";
import type { DataHooks } from "./data-attributes.ts";

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
  readonly data?: DataHooks;
  /** Beside the input: a show/hide or copy button. */
  readonly beside?: Hole;
  readonly list?: string;
}

/** Label, ※必須, support text, the input, the error: in this order, tied together for screen readers. */
export function textField(options: FieldOptions): Html {
  const typed = options.spellcheck !== true;
  const input = attributes({
    class: ["input", options.inputClass].filter(Boolean).join(" "),
    id: options.id,
    name: options.name,
    type: options.type ?? "text",
    value: options.value,
    inputmode: options.inputMode,
    autocomplete: options.autocomplete ?? "off",
    maxlength: options.maxLength,
    list: options.list,
    spellcheck: typed ? "false" : undefined,
    autocapitalize: typed ? "off" : undefined,
    autocorrect: typed ? "off" : undefined,
    "aria-required": options.required === true ? "true" : undefined,
    ...wrongness(options),
  });
  return frame(options, html`<input${input}${dataAttributes(options.data)} />${options.beside}`);
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

/** One of a few. */
export function selectField(options: SelectOptions): Html {
  const select = attributes({ class: "input", id: options.id, name: options.name, ...wrongness(options) });
  const choices = options.options.map(
    ({ value, label }) => html`<option${attributes({ value, selected: value === options.value })}>${label}</option>`,
  );
  return frame(options, html`<select${select}>${choices}</select>`);
}

/** A field nobody sees. */
export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** Fields that belong together, under one heading that screen readers say with each. */
export function fieldGroup(options: { readonly legend: Hole; readonly note?: Hole; readonly body: Hole }): Html {
  return html`<fieldset class="field-group">
    <legend>${unbroken(options.legend)}</legend>
    ${options.note !== undefined && html`<div class="group-note">${options.note}</div>`}${options.body}
  </fieldset>`;
}

/** What every field has around its control. */
function frame(
  options: Pick<FieldOptions, "lang" | "id" | "label" | "required" | "support" | "error">,
  control: Html,
): Html {
  const { id, support, error } = options;
  const { required } = messagesFor(sharedWords, options.lang);
  return html`<div class="${hasContent(error) ? "field field-wrong" : "field"}">
    <label for="${id}"
      >${options.label}${options.required === true && html` <span class="required">${required}</span>`}</label
    >
    ${hasContent(support) && html`<p class="support" id="${id}-support">${support}</p>`}
    <div class="field-row">${control}</div>
    <p class="error-text" ${attributes({ id: `${id}-error`, hidden: !hasContent(error) })}>${error}</p>
  </div>`;
}

/** The error comes first: it is what has to be heard now. */
function wrongness({ id, support, error }: Pick<FieldOptions, "id" | "support" | "error">): Attributes {
  const described = [hasContent(error) && `${id}-error`, hasContent(support) && `${id}-support`].filter(Boolean);
  return {
    "aria-invalid": hasContent(error) ? "true" : undefined,
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
  };
}

function hasContent(hole: Hole): boolean {
  return hole !== undefined && hole !== null && hole !== false && hole !== "";
}
