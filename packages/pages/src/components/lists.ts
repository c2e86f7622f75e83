import { html } from "../html.ts";
import type { Hole, Html } from "../html.ts";

/** Names and values. */
export function definitionList(items: readonly { readonly term: Hole; readonly value: Hole }[]): Html {
  return html`<dl class="definitions">
    ${items.map(
      ({ term, value }) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A table that a keyboard can scroll where it is wider than its room. */
export function table(options: {
  readonly caption: Hole;
  readonly columns: readonly { readonly label: Hole; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly Hole[])[];
  readonly empty?: Hole;
  readonly hideCaption?: boolean;
}): Html {
  const { columns, rows } = options;
  if (rows.length === 0 && options.empty !== undefined) return html`<p class="empty">${options.empty}</p>`;
  return html`<div class="table-frame" role="region" tabindex="0" aria-label="${options.caption}"><table class="table"><caption${options.hideCaption === true && html` class="visually-hidden"`}>${options.caption}</caption><thead><tr>${columns.map(
    ({ label, numeric }) => html`<th scope="col" ${numeric === true && html` class="numeric"`}>${label}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell, index) => html`<td${columns[index]?.numeric === true && html` class="numeric"`}>${cell}</td>`)}
      </tr>`,
  )}</tbody></table></div>`;
}

/** Folded away until asked for; works without any script. */
export function details(options: {
  readonly summary: Hole;
  readonly body: Hole;
  readonly open?: boolean;
  readonly id?: string;
}): Html {
  return html`<details
    class="details"
    ${options.id !== undefined && html` id="${options.id}"`}${options.open === true && html` open`}
  >
    <summary>${options.summary}</summary>
    <div class="details-body">${options.body}</div>
  </details>`;
}
