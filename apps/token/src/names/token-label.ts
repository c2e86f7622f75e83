import { normaliseUserId } from "@warifu/otp";
import type { HeldToken } from "../keyholder/held-tokens.ts";
import type { Language } from "../language/language.ts";
import { wordsIn } from "../language/words.ts";
import { words } from "./words.ts";

/** How a token is called on every screen. */
export interface TokenLabel {
  /** The customer's own name for it, else the institution's. */
  readonly title: string;
  /** What tells it from every other on this phone: the end of its user ID, and the institution where the title is not its name. */
  readonly detail: string;
  /** Both, for whoever listens. */
  readonly whole: string;
}

export function labelOf(token: HeldToken, all: readonly HeldToken[], language: Language): TokenLabel {
  const text = wordsIn(words, language);
  const institution = institutionName(token, language);
  const end = endOfUserId(token, all);
  const title = token.name ?? institution;
  const detail = token.name === null ? text.endsIn(end) : text.ofInstitution(institution, end);
  return { title, detail, whole: text.both(title, detail) };
}

export function institutionName({ institution }: HeldToken, language: Language): string {
  return language === "ja" ? institution.nameJa : institution.nameEn;
}

/** Four characters at the end of the user ID; more where another token of this phone ends alike. */
export function endOfUserId({ id, userId }: HeldToken, all: readonly HeldToken[]): string {
  const others = all.filter((token) => token.id !== id && token.userId !== userId);
  const lengths = [4, 8, 12].filter((length) => length < userId.length);
  const length = lengths.find((each) => !others.some((other) => other.userId.endsWith(userId.slice(-each))));
  return userId.slice(-(length ?? userId.length));
}

/**
 * Whether what was typed is the end (four characters) of the user ID, read as forgivingly as a whole one. A check character may be
 * the very O that is forgiven as a 0, so both sides are read in the same way.
 */
export function isEndOfUserId(typed: string, userId: string): boolean {
  return normaliseUserId(typed) === normaliseUserId(userId.slice(-4));
}
