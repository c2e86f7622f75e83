/** Eight full-width characters; two half-width ones are as wide as one of them. */
const widestHalves = 16;

export type TokenName = { readonly ok: true; readonly name: string | null } | { readonly ok: false };

/**
 * Reads what the customer calls a token: spaces at the ends and doubled are taken away, as is what cannot be seen. Nothing left
 * means that it has no name of its own. Not ok: longer than eight full-width characters.
 */
export function readTokenName(typed: string): TokenName {
  const name = typed.replace(/\s+/gu, " ").replace(/\p{C}/gu, "").normalize("NFC").replace(/ +/g, " ").trim();
  if (name === "") return { ok: true, name: null };
  return widthOf(name) <= widestHalves ? { ok: true, name } : { ok: false };
}

/** In half-width characters. */
function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (isHalfWidth(character) ? 1 : 2), 0);
}

/** ASCII, letters of Europe, the half-width forms of Unicode (U+FF61–U+FFDC), and marks that stand over another character. */
function isHalfWidth(character: string): boolean {
  return /[\u0020-\u02ff\uff61-\uffdc]|\p{M}/u.test(character);
}
