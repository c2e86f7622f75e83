import { describe, expect, it } from "vitest";
import { isCutOff, suggestDomain } from "./suggest-domain.ts";

describe("a hint for a mail domain that looks mistyped", () => {
  it.each([
    ["hanako@docomo.en.jp", "docomo.ne.jp"],
    ["hanako@docmo.ne.jp", "docomo.ne.jp"],
    ["hanako@ezwb.ne.jp", "ezweb.ne.jp"],
    ["hanako@sofbank.ne.jp", "softbank.ne.jp"],
    ["hanako@gmial.com", "gmail.com"],
    ["hanako@gmail.co", "gmail.com"],
    ["hanako@GMAIL.CON", "gmail.com"],
    ["hanako@docomo.ne.jo", "docomo.ne.jp"],
    ["taro@docomo", "docomo.ne.jp"],
    ["taro@docomo.ne", "docomo.ne.jp"],
    ["taro@docomo.", "docomo.ne.jp"],
    ["taro@gmail", "gmail.com"],
    ["taro@softbank", "softbank.ne.jp"],
  ])("%s is probably %s", (address, suggestion) => {
    expect(suggestDomain(address)?.suggestion).toBe(suggestion);
  });

  it.each([
    "hanakodt@oozora.co.jp",
    "h@docomo.ne.jp",
    "h@gmail.com",
    "h@au.com",
    "h@aol.com",
    "h@we.com",
    "hanako",
    "",
    "h@",
  ])("%s needs no hint", (address) => {
    expect(suggestDomain(address)).toBeNull();
  });

  it.each([
    ["taro@docomo", true],
    ["taro@oozora", true],
    ["taro@oozora.co.jp", false],
    ["taro.yamada@docomo", true],
    ["taro@docomo.", true],
    ["taro", false],
    ["taro@", false],
    ["a@b@docomo", false],
  ])("%s ends before its domain does: %s", (address, cutOff) => {
    expect(isCutOff(address)).toBe(cutOff);
  });

  it("an endless domain is answered at once", () => {
    expect(suggestDomain(`h@${"a".repeat(100_000)}`)).toBeNull();
  });
});
