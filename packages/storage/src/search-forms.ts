/**
 * Makes kana comparable however a branch typed it: half- and full-width, hiragana and katakana are equal, small kana equal
 * large ones and hyphens the long-vowel mark (bank data is often written ｷﾖｳｺ, ﾋﾛ-), spaces do not count.
 */
export function kanaForm(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\u200B-\u200D\uFEFF]/g, "")
    .replace(/[\u3041-\u3096]/g, (hiragana) => String.fromCodePoint((hiragana.codePointAt(0) ?? 0) + 0x60))
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (small) => largeKana[small] ?? small)
    .replace(/[-\u2010-\u2015\u2212]/g, "ー")
    .toUpperCase();
}

const largeKana: Readonly<Record<string, string>> = {
  ァ: "ア",
  ィ: "イ",
  ゥ: "ウ",
  ェ: "エ",
  ォ: "オ",
  ッ: "ツ",
  ャ: "ヤ",
  ュ: "ユ",
  ョ: "ヨ",
  ヮ: "ワ",
  ヵ: "カ",
  ヶ: "ケ",
};

/** Only the digits of a phone number count, half- or full-width. */
export function phoneForm(text: string): string {
  return text.normalize("NFKC").replace(/[^0-9]/g, "");
}
