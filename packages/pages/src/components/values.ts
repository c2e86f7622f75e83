import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";
import type { Language } from "../language.ts";
import { messagesFor } from "../messages.ts";
import { sharedWords } from "../words.ts";
import { unbroken } from "./unbroken.ts";

/** A value to carry over: shown large in groups, copied without them. The button wakes up with the page's script (`data-copy`). */
export function copyable(options: {
  readonly lang: Language;
  readonly shown: string;
  readonly copied: string;
  /** What the button says to screen readers: サービスIDをコピー. */
  readonly copyLabel: string;
}): Html {
  const words = messagesFor(sharedWords, options.lang);
  return html`<span class="copyable"
    ><span class="value-mono">${options.shown}</span
    ><button
      type="button"
      class="button button-quiet"
      data-copy="${options.copied}"
      data-words-copied="${words.copied}"
      aria-label="${options.copyLabel}"
      hidden
    >
      ${words.copy}
    </button></span
  >`;
}

/** One number that matters, large. */
export function keyNumber(options: { readonly label: Hole; readonly value: Hole; readonly note?: Hole }): Html {
  return html`<div class="key-number">
    <p class="key-number-label">${options.label}</p>
    <p class="key-number-value">${options.value}</p>
    ${options.note !== undefined && html`<p class="key-number-note">${options.note}</p>`}
  </div>`;
}

/** A QR code on its own white ground, from the matrix of a QR library (true = dark). */
export function qrCode(options: { readonly modules: readonly (readonly boolean[])[]; readonly alt: string }): Html {
  const size = options.modules.length + 8;
  const path = options.modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")))
    .join("");
  return html`<svg
    class="qr"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label="${options.alt}"
    shape-rendering="crispEdges"
  >
    <rect class="qr-ground" width="${size}" height="${size}" />
    <path class="qr-dark" d="${path}" />
  </svg>`;
}

/** What is kept on paper: printed alone when the page is printed. */
export function printSlip(options: { readonly title: Hole; readonly body: Hole }): Html {
  return html`<section class="print-slip">
    <h2>${unbroken(options.title)}</h2>
    ${options.body}
  </section>`;
}

/** A part of the page on its own ground. */
export function card(options: { readonly title?: Hole; readonly body: Hole; readonly id?: string }): Html {
  return html`<section class="card" ${options.id !== undefined && html` id="${options.id}"`}>
    ${options.title !== undefined && html`<h2>${unbroken(options.title)}</h2>`}${options.body}
  </section>`;
}
