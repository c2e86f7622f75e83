import { attributes } from "../attributes.ts";
import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";
import { dataAttributes } from "./data-attributes.ts";
import type { DataHooks } from "./data-attributes.ts";

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
  readonly data?: DataHooks;
  /** The id of what is said about it, for screen readers. */
  readonly describedBy?: string;
  /** Shown only once the page's script wakes it up. */
  readonly hidden?: boolean;
}

/** A button is never disabled: pressed too early, it says what is missing. */
export function button(options: ButtonOptions): Html {
  const written = attributes({
    class: `button button-${options.kind ?? "primary"}`,
    type: options.type ?? "submit",
    id: options.id,
    name: options.name,
    value: options.value,
    form: options.form,
    formaction: options.action,
    // What is half typed must not keep anybody from leaving by another button.
    formnovalidate: options.action !== undefined,
    "aria-describedby": options.describedBy,
    hidden: options.hidden,
  });
  return html`<button${written}${dataAttributes(options.data)}>${options.label}</button>`;
}

/** Looks like a link, acts like a button: for what is not the main way on. */
export function textButton(options: Omit<ButtonOptions, "kind">): Html {
  return button({ ...options, kind: "quiet" });
}

/** A link that looks like a button, for going somewhere. @throws RangeError for an address that would run code */
export function linkButton(options: {
  readonly label: Hole;
  readonly href: string;
  readonly kind?: "primary" | "secondary" | "quiet";
  readonly newTab?: boolean;
}): Html {
  const written = attributes({
    class: `button button-${options.kind ?? "primary"}`,
    href: options.href,
    target: options.newTab === true ? "_blank" : undefined,
    rel: options.newTab === true ? "noopener noreferrer" : undefined,
  });
  return html`<a${written}>${options.label}</a>`;
}

/** Buttons of a form side by side, on a narrow screen one above the other. */
export function buttonRow(...buttons: readonly Hole[]): Html {
  return html`<div class="button-row">${buttons}</div>`;
}
