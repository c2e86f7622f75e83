import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";

export interface ButtonOptions {
  readonly label: Hole;
  readonly name?: string;
  readonly value?: string;
  readonly kind?: "primary" | "secondary" | "danger" | "quiet";
  readonly type?: "submit" | "button";
  readonly id?: string;
  readonly form?: string;
  /** Another address for this button of the form. */
  readonly action?: string;
  readonly data?: Readonly<Record<string, string | true>>;
  /** Shown only once the page's script wakes it up. */
  readonly hidden?: boolean;
}

/** A button is never disabled: pressed too early, it says what is missing. */
export function button(options: ButtonOptions): Html {
  const { id, name, value, form, action } = options;
  return html`<button
    class="button button-${options.kind ?? "primary"}"
    type="${options.type ?? "submit"}"
    ${id !== undefined && html` id="${id}"`}${name !== undefined && html` name="${name}"`}${value !== undefined && html` value="${value}"`}${form !== undefined && html` form="${form}"`}${action !== undefined && html` formaction="${action}" formnovalidate`}${Object.entries(options.data ?? {}).map(([key, held]) => (held === true ? html` data-${key}` : html` data-${key}="${held}"`))}${options.hidden === true && html` hidden`}
  >
    ${options.label}
  </button>`;
}

/** Looks like a link, acts like a button: for what is not the main way on. */
export function textButton(options: Omit<ButtonOptions, "kind">): Html {
  return button({ ...options, kind: "quiet" });
}

export function linkButton(options: {
  readonly label: Hole;
  readonly href: string;
  readonly kind?: "primary" | "secondary";
  readonly newTab?: boolean;
}): Html {
  return html`<a
    class="button button-${options.kind ?? "primary"}"
    href="${options.href}"
    ${options.newTab === true && html` target="_blank" rel="noopener noreferrer"`}
    >${options.label}</a
  >`;
}

/** Buttons of a form side by side, on a narrow screen one above the other. */
export function buttonRow(...buttons: readonly Hole[]): Html {
  return html`<div class="button-row">${buttons}</div>`;
}
