import { describe, expect, it } from "vitest";
import { groupsOf, spokenDigits } from "./digits.ts";

describe("the digits", () => {
  it("are shown in two groups", () => {
    expect(groupsOf("12345678")).toEqual(["1234", "5678"]);
    expect(groupsOf("1234567")).toEqual(["1234", "567"]);
    expect(groupsOf("123456")).toEqual(["123", "456"]);
  });

  it("are read out one by one", () => {
    expect(spokenDigits("01234567", "ja")).toBe("0、1、2、3、4、5、6、7");
    expect(spokenDigits("01234567", "en")).toBe("0, 1, 2, 3, 4, 5, 6, 7");
  });
});
