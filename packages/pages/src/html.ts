/** Markup that may stand in a page: only the `html` tag makes it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string, maker: symbol) {
    // Otherwise `new Html(text)` would be a quiet way around escaping.
    if (maker !== tag) throw new TypeError("Html is made by the html tag only");
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const tag = Symbol("html tag");

/** What may stand in a hole of the template: texts are escaped, Html and lists are put in, nothing becomes nothing. */
export type Hole = Html | string | number | false | null | undefined | readonly Hole[];

/**
 * Builds markup; every text in it is escaped for element content and for quoted attribute values alike (HTML §13.3).
 * Attribute values must be quoted in the template: `<p title="${text}">`. Addresses from outside go through `attributes`.
 */
export function html(template: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let markup = template[0] ?? "";
  for (const [index, hole] of holes.entries()) markup += markupOf(hole) + (template[index + 1] ?? "");
  return new Html(markup, tag);
}

/** The markup as text, ready to be sent. */
export function render(page: Html): string {
  return page.toString();
}

/** Several pieces one after the other, each on its own line in the source. */
export function join(pieces: readonly Hole[], separator: Hole = ""): Html {
  return html`${pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece]))}`;
}

function markupOf(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return "";
  if (typeof hole === "string") return escapeText(hole);
  if (typeof hole === "number") return String(hole);
  if (hole instanceof Html) return hole.toString();
  if (Array.isArray(hole)) return hole.map(markupOf).join("");
  throw new TypeError("a page holds texts, numbers, Html and lists of them");
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
