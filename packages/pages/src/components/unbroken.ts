import { html } from "../html.ts";
import type { Hole } from "../html.ts";

const hyphenated = /((?<![\w-])\w+(?:-\w+)+(?![\w-]))/;
/** As many letters as a narrow screen has room for in twice the type. */
const longest = 9;

/** A heading's text whose words with a hyphen stay on one line: one-time, e-mail. Browsers break after every hyphen, and no style tells them not to. */
export function unbroken(text: Hole): Hole {
  if (typeof text !== "string") return text;
  return text.split(hyphenated).map((piece, index) =>
    // Splitting by a group puts what it caught at the odd places.
    index % 2 === 1 && piece.length <= longest ? html`<span class="unbroken">${piece}</span>` : piece,
  );
}
