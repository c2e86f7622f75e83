import { describe, expect, it } from "vitest";
import { preferredLanguage } from "./language.ts";

describe("the language of the app", () => {
  it("is the first of the phone's languages that it speaks", () => {
    expect(preferredLanguage(["ja-JP", "en"])).toBe("ja");
    expect(preferredLanguage(["en-GB", "ja"])).toBe("en");
    expect(preferredLanguage(["pt-BR", "EN-us", "ja"])).toBe("en");
  });

  it("is Japanese when the phone speaks neither", () => {
    expect(preferredLanguage(["pt-BR"])).toBe("ja");
    expect(preferredLanguage([])).toBe("ja");
  });
});
