import { Html, html, join } from "./html.ts";

/** `true` writes the bare attribute; false, null and undefined leave it out. */
export type AttributeValue = string | number | boolean | null | undefined;
export type Attributes = Readonly<Record<string, AttributeValue>>;

const grammar = /^[a-z][a-z0-9-]*$/;
const addresses = new Set(["href", "src", "action", "formaction"]);
const schemes = new Set(["http:", "https:", "tel:", "mailto:"]);

/**
 * Writes attributes into a tag: `<input ${attributes({ id, required: true, "data-copy": text })}>`.
 * Throws TypeError for names that run code (`on…`, `style`, `srcdoc`), RangeError for an address of a scheme that could.
 */
export function attributes(values: Attributes): Html {
  return join(Object.entries(values).map(([name, value]) => attribute(name, value)));
}

function attribute(name: string, value: AttributeValue): Html | null {
  if (!grammar.test(name) || name.startsWith("on") || name === "style" || name === "srcdoc") {
    throw new TypeError(`not an attribute for a page: ${name}`);
  }
  if (value === false || value === null || value === undefined) return null;
  if (value === true) return html` ${name}`;
  if (addresses.has(name) && !isSafeAddress(String(value))) throw new RangeError(`not an address for a page (${name})`);
  return html` ${name}="${String(value)}"`;
}

/** True for relative addresses and for http, https, tel and mailto; false for `javascript:`, `data:` and whatever else runs. */
export function isSafeAddress(address: string): boolean {
  // Resolved as the browser does it, so that tabs, newlines and leading spaces inside "java\nscript:" hide nothing.
  if (!URL.canParse(address, "https://relative.invalid/")) return false;
  return schemes.has(new URL(address, "https://relative.invalid/").protocol);
}
