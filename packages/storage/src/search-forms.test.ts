import { describe, expect, it } from "vitest";
import { kanaForm, phoneForm } from "./search-forms.ts";

describe("kana made comparable", () => {
  it.each([
    ["ｷﾖｳｺ", "キヨウコ"],
    ["きょうこ", "キヨウコ"],
    ["キョウコ", "キヨウコ"],
    ["ﾊﾞﾊﾟ ｶﾞ", "バパガ"],
    ["ハ゛ハ゜", "バパ"],
    ["ば゛", "バ\u3099"],
    ["ヴァイオリン", "ヴアイオリン"],
    ["ﾋﾛ-", "ヒロー"],
    ["ヒロ－", "ヒロー"],
    ["ヒロ–", "ヒロー"],
    ["やま　だ\u200b", "ヤマダ"],
    ["smith", "SMITH"],
    ["", ""],
  ])("%s is %s", (text, form) => {
    expect(kanaForm(text)).toBe(form);
    expect(kanaForm(form)).toBe(form);
  });
});

describe("phone numbers made comparable", () => {
  it("keep their digits, half- or full-width, and nothing else; +81 is the leading 0", () => {
    expect(phoneForm("＋８１ (0)90-1234・５６７８")).toBe("09012345678");
    expect(phoneForm("+81 90 1234 5678")).toBe("09012345678");
    expect(phoneForm("090-1234-5678")).toBe("09012345678");
    expect(phoneForm("内線")).toBe("");
  });
});
