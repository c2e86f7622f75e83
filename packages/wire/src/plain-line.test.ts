import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlainLine, plainLine } from "./plain-line.ts";

const direction = Array.from("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C");
const zeroWidth = Array.from(
  "\u200B\u200C\u200D\u2060\u2061\u2064\uFEFF\u00AD\u180E\u034F\u115F\u1160\u3164\uFFA0\u{E0041}",
);
const control = [...Array.from("\u0000\t\n\r\u001B\u007F\u0085\u2028\u2029"), "\uD800"];

describe("a plain line", () => {
  it.each(
    [...direction, ...zeroWidth, ...control].map((character) => [character.codePointAt(0)?.toString(16), character]),
  )("holds no U+%s, wherever it stands", (_name, character) => {
    for (const text of [`${character}大空`, `大${character}空`, `大空${character}`, character]) {
      expect(isPlainLine(text)).toBe(false);
      expect(plainLine(100).safeParse(text).success).toBe(false);
    }
  });

  it("holds names as they are written: every script, forms of a character, signs of the branch's own", () => {
    const names = [
      "大空 花子",
      "葛\u{E0100}城",
      "ｵｵｿﾞﾗ",
      "O’Brien-Šmíd",
      "דוד",
      "محمد",
      "1号店（本店）",
      "山\uE000田",
      "🏦",
      "が",
      "か\u3099",
    ];
    for (const name of names) expect(isPlainLine(name), name).toBe(true);
  });

  it("has something to be seen in it", () => {
    for (const text of ["", " ", "\u3000\u00A0", "\u2800"]) expect(isPlainLine(text)).toBe(false);
  });

  it("is what is seen: of two that are printed alike by their letters, none hides a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
        if (isPlainLine(text)) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
