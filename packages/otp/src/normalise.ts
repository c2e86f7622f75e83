import { userIdCheckCharacter } from "./user-id.ts";

// For what people type, never for what programs send: API bodies meet the strict grammar as they are.

/** U+FF01–FF5E are the full-width forms of ! to ~; only they are folded, because NFKC at large would change much else. */
const fullWidth = /[\uFF01-\uFF5E]/g;
const spaces = /[\s\u0085\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/g;
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/g;
/** Every dash somebody's keyboard gives for a hyphen, the long-vowel marks ー and ｰ among them. */
const hyphens = /[-\u2010-\u2015\u2043\u2212\u2500\u2501\u30FC\uFF70\uFE58\uFE63]/g;

/** Digits as typed → the digits alone. Whatever else was typed stays, for the strict grammar to refuse. */
export function normaliseDigits(human: string): string {
  return withoutSpaces(human).replaceAll(hyphens, "");
}

/** User ID as typed → capitals without groups, O as 0, I and L as 1. Whatever else was typed stays. */
export function normaliseUserId(human: string): string {
  const typed = normaliseDigits(human).toUpperCase();
  const read = [...typed].map(readLikeDigit).join("");
  if (!/^[0-9A-Z]{16}$/.test(read)) return read;
  // The check character may itself be O, I or L: the one that fits was meant.
  const check = userIdCheckCharacter(read.slice(0, 15));
  return readLikeDigit(check) === read[15] ? read.slice(0, 15) + check : read;
}

/** Mail address as typed → half-width, without spaces. Hyphens stay: they may belong to it. */
export function normaliseMobileEmail(human: string): string {
  return withoutSpaces(human);
}

function readLikeDigit(character: string): string {
  if (character === "O") return "0";
  return character === "I" || character === "L" ? "1" : character;
}

function withoutSpaces(human: string): string {
  return human
    .replaceAll(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll(spaces, "")
    .replaceAll(invisible, "");
}
