/** Full-width ASCII and spaces as half-width, without any space: for what staff type where letters, digits and signs are meant. */
export function halfWidth(human: string): string {
  return human
    .replaceAll(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\s\u3000\u200B-\u200F\u2060\uFEFF]/g, "");
}

/** Every dash that somebody's keyboard gives for a hyphen, between digits, as a hyphen. */
export function plainHyphens(text: string): string {
  return text.replaceAll(/[\u2010-\u2015\u2043\u2212\u30FC\uFF70\uFE58\uFE63]/g, "-");
}
