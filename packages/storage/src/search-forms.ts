/**
 * Makes kana comparable however a branch typed it: half- and full-width, hiragana and katakana are equal, small kana equal
 * large ones and hyphens the long-vowel mark (bank data is often written ｷﾖｳｺ, ﾋﾛ-), spaces do not count.
 */
export function kanaForm(text: string): string {
  return text
    .replace(/[\u309B\u309C\uFF9E\uFF9F]/g, (mark) => combiningMark[mark] ?? mark)
    .normalize("NFKC")
    .replace(/[\s\u200B-\u200D\uFEFF]/g, "")
    .replace(/[\u3041-\u3096]/g, (hiragana) => String.fromCodePoint((hiragana.codePointAt(0) ?? 0) + 0x60))
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (small) => largeKana[small] ?? small)
    .replace(/[-\u2010-\u2015\u2212]/g, "ー")
    .toUpperCase();
}

/** Voicing marks that stand alone: typed so, they are meant for the kana before them. */
const combiningMark: Readonly<Record<string, string>> = {
  "\u309B": "\u3099",
  "\u309C": "\u309A",
  "\uFF9E": "\u3099",
  "\uFF9F": "\u309A",
};

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

/** Only the digits of a phone number count, half- or full-width; +81 stands for the leading 0. */
export function phoneForm(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/^\s*\+\s*81[\s-]*(\(0\))?/, "0")
    .replace(/[^0-9]/g, "");
}

/** Branch codes and account numbers are compared as they were noted, half- or full-width. */
export function accountForm(text: string): string {
  return text.normalize("NFKC");
}
