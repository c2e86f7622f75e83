import { userIdCheckCharacter } from "./user-id.ts";

// For what people type, never for what programs send: API bodies meet the strict grammar as they are. Nothing is corrected that
// could be meant in two ways; what is not understood stays, for the strict grammar to refuse.

/** The full-width forms of ! to ~. Only they are folded (as NFKC does): NFKC at large would make digits of ① and ². */
const fullWidth = /[\uFF01-\uFF5E]/g;
const spaces = /[\s\u0085]/g;
/** Zero-width and direction marks, which travel with what is copied from a mail or a PDF. */
const invisible = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/g;
/**
 * Every dash that some keyboard gives for a hyphen: Unicode's dashes, the minus, the box-drawing lines, and the long-vowel marks
 * ー and ｰ, which a Japanese keyboard gives on the hyphen's key.
 */
const hyphens = /[\p{Dash_Punctuation}\u02D7\u2043\u2212\u2500\u2501\u30FC\uFF70]/gu;

/** Digits as typed → the digits alone, without spaces and hyphens. */
export function normaliseDigits(human: string): string {
  return withoutSpaces(human).replaceAll(hyphens, "");
}

/** User ID as typed → capitals without groups, O as 0, I and L as 1. A user ID comes out as it went in. */
export function normaliseUserId(human: string): string {
  const read = readLikeDigits(inCapitals(normaliseDigits(human)));
  if (!/^[0-9A-Z]{16}$/.test(read)) return read;
  // The check character may itself be an O, I or L. Which one was meant, the other fifteen tell.
  const check = userIdCheckCharacter(read.slice(0, 15));
  return readLikeDigits(check) === read.charAt(15) ? read.slice(0, 15) + check : read;
}

/**
 * Mail address as typed → half-width, without spaces. A Japanese keyboard left in kana mode gives 。 for the dot and ー for the
 * hyphen; neither can be part of an address, so they are what was meant.
 */
export function normaliseMobileEmail(human: string): string {
  return withoutSpaces(human)
    .replaceAll(hyphens, "-")
    .replaceAll(/[\u3002\uFF61]/g, ".");
}

function withoutSpaces(human: string): string {
  return human
    .replaceAll(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll(spaces, "")
    .replaceAll(invisible, "");
}

/** ASCII only: toUpperCase would make SS of ß and I of ı. */
function inCapitals(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

function readLikeDigits(capitals: string): string {
  return capitals.replaceAll("O", "0").replaceAll(/[IL]/g, "1");
}
