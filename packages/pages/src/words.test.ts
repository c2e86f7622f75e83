import { describe, expect, it } from "vitest";
import { sharedWords } from "./words.ts";

function textsOf(words: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(words).map((text) =>
    typeof text === "function" ? String(Reflect.apply(text, undefined, [8, 8])) : String(text),
  );
}

// The rules of docs/glossary.md, "How a screen speaks".
describe("the words of every screen", () => {
  it.each([
    ["Japanese: calls nobody あなた", "ja", /あなた|要りません/],
    ["Japanese: writes いま in kana", "ja", /今(?!後)/],
    ["Japanese: writes brackets and colons in full width", "ja", /[()]|: /],
    ["English: calls e-mail e-mail", "en", /(?<!-)\bmails?\b|SMS/i],
    ["English: says “new token”, not “issued again”", "en", /issued? (it|the token) again|issued again/],
    ["English: writes typographic apostrophes", "en", /'/],
  ] as const)("%s", (_rule, lang, wrong) => {
    expect(textsOf(sharedWords[lang]).filter((text) => wrong.test(text))).toEqual([]);
  });
});
