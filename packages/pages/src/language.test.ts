import { describe, expect, it } from "vitest";
import { pickLanguage } from "./language.ts";

describe("the language of an answer", () => {
  it("is the one chosen now, before the one chosen earlier, before the browser's", () => {
    expect(pickLanguage({ query: "en", cookie: "ja", acceptLanguage: "ja" })).toBe("en");
    expect(pickLanguage({ cookie: "en", acceptLanguage: "ja" })).toBe("en");
    expect(pickLanguage({ acceptLanguage: "en-GB,en;q=0.9" })).toBe("en");
  });

  it("is Japanese where nothing is known", () => {
    expect(pickLanguage({})).toBe("ja");
    expect(pickLanguage({ query: "fr", cookie: "<script>", acceptLanguage: "fr,de;q=0.5,*;q=0.1" })).toBe("ja");
  });

  it.each([
    ["ja,en;q=0.9", "ja"],
    ["en;q=0.8, ja;q=0.9", "ja"],
    ["fr, en;q=0.3, ja;q=0.2", "en"],
    ["EN-us", "en"],
    ["en;q=0", "ja"],
    ["en;q=abc", "ja"],
    ["en;q=2", "ja"],
    [",,;;=", "ja"],
  ] as const)("follows the weights of Accept-Language %j", (acceptLanguage, language) => {
    expect(pickLanguage({ acceptLanguage })).toBe(language);
  });

  it("reads a very long header only so far", () => {
    expect(pickLanguage({ acceptLanguage: `${"fr,".repeat(100_000)}en` })).toBe("ja");
  });
});
