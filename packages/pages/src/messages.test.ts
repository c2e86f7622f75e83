import { describe, expect, it } from "vitest";
import { defineMessages, messagesFor } from "./messages.ts";
import { sharedWords } from "./words.ts";

const words = defineMessages({
  ja: { title: "題", greeting: (name: string) => `${name}様`, group: { one: "一" }, pair: ["甲", "乙"] },
  en: { title: "Title", greeting: (name: string) => `Dear ${name}`, group: { one: "one" }, pair: ["a", "b"] },
});

describe("words", () => {
  it("are found by language", () => {
    expect(messagesFor(words, "ja").greeting("花子")).toBe("花子様");
    expect(messagesFor(words, "en").greeting("Hanako")).toBe("Dear Hanako");
    expect(messagesFor(words, "en").pair[1]).toBe("b");
  });

  it("do not compile where English lacks a key, has one too many, or another shape", () => {
    // @ts-expect-error a key is missing in English
    defineMessages({ ja: { a: "あ", b: "い" }, en: { a: "a" } });
    // @ts-expect-error a key is too many in English
    defineMessages({ ja: { a: "あ" }, en: { a: "a", b: "b" } });
    // @ts-expect-error a text with a gap needs one in English too
    defineMessages({ ja: { a: (count: number) => `${count}` }, en: { a: (name: string) => name } });
    // @ts-expect-error a group is missing a key
    defineMessages({ ja: { a: { b: "い", c: "う" } }, en: { a: { b: "b" } } });
    expect(messagesFor(words, "ja").title).toBe("題");
  });

  it("of every screen are not empty in any language", () => {
    for (const lang of ["ja", "en"] as const) {
      for (const text of Object.values(sharedWords[lang])) expect(text).not.toBe("");
    }
  });
});
