import type { HeldToken } from "../keyholder/held-tokens.ts";

/** The tokens in whose name, institution (in either language) or end of the user ID stands every word that was typed. */
export function findTokens(typed: string, tokens: readonly HeldToken[]): readonly HeldToken[] {
  const wanted = plain(typed).split(" ").filter(Boolean);
  return tokens.filter(({ name, institution, userId }) => {
    const here = plain([name ?? "", institution.nameJa, institution.nameEn, userId.slice(-4)].join(" "));
    return wanted.every((word) => here.includes(word));
  });
}

/** One form for what people write in many: full and half width, capitals and small letters, hiragana and katakana. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60))
    .replace(/\s+/g, " ")
    .trim();
}
