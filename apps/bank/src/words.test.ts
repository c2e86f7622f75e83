import type { Language } from "@warifu/pages";
import { describe, expect, it } from "vitest";
import { bankWords } from "./words.ts";

/** Every text of the bank in one language, however deep; gaps are filled with a number. */
function textsOf(words: unknown): readonly string[] {
  if (typeof words === "string") return [words];
  if (typeof words === "function") return [String(Reflect.apply(words, undefined, ["8"]))];
  return Object.values(words as Record<string, unknown>).flatMap(textsOf);
}

function inLanguage(lang: Language): readonly string[] {
  const texts = textsOf(bankWords[lang]);
  expect(texts.length).toBeGreaterThan(80);
  return texts;
}

// The rules of docs/glossary.md, "How a screen speaks".
describe("the bank's Japanese", () => {
  it.each([
    ["promises no procedure that is not there", /機種変更の(お)?手続き|利用者管理|マスターユーザ/],
    ["calls nobody あなた and says nothing bluntly", /あなた|要りません|がまだです/],
    ["speaks of asking only where a fraudster does", /お聞きし(ます|て)|おたずねし/],
    ["has one reassurance, word for word", /お金は動いて|守られて/],
    ["writes いま in kana", /今(?!後)/],
    ["writes brackets and colons in full width", /[()]|: /],
    ["puts no space before or after an inserted value", /8 (?=[\u3040-\u9fff])|[\u3040-\u9fff] 8/],
  ])("%s", (_rule, wrong) => {
    expect(inLanguage("ja").filter((text) => wrong.test(text))).toEqual([]);
  });
});

describe("the bank's English", () => {
  it.each([
    ["promises no procedure that is not there", /change phone|user administration|master user/i],
    ["calls e-mail e-mail, and SMS text message", /(?<!-)\bmails?\b|SMS/i],
    ["says “new token”, not “issued again”", /(re-?)?issue[ds]? (it|the token|one|them) again|issued again|re-?issue/i],
    ["speaks of a branch, never of a desk or counter", /\bdesk\b|counter/i],
    ["writes typographic apostrophes and quotation marks", /['"]/],
    ["is English", /[\u3000-\u30ff\u4e00-\u9fff]/],
  ])("%s", (_rule, wrong) => {
    expect(inLanguage("en").filter((text) => wrong.test(text))).toEqual([]);
  });

  it("has one reassurance, word for word", () => {
    const said = inLanguage("en").filter((text) => /not affected|is safe/.test(text));
    expect(said).toEqual(["Your money and your account are not affected."]);
  });
});
