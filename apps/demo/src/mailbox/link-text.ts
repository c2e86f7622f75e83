import { html } from "@warifu/pages";
import type { Html } from "@warifu/pages";

/** Characters of an address (RFC 3986 §2); the last one is none of those that usually end the sentence around it. */
const address = /(https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]*[\w/~#=&%+-])/;

/** A mail's text as it came, with its web addresses as links. Nothing in it becomes markup. */
export function linkText(text: string): Html {
  const pieces = text.split(address);
  return html`${pieces.map((piece, index) =>
    // Splitting by a group puts what it caught at the odd places.
    index % 2 === 1 ? html`<a href="${piece}" target="_blank" rel="noopener noreferrer">${piece}</a>` : piece,
  )}`;
}
