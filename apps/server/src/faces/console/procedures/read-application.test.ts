import { describe, expect, it } from "vitest";
import { readApplication } from "./read-application.ts";

const empty = { customerId: "taro", name: "", nameKana: "", branchCode: "", accountNumber: "", phone: "" };

describe("readApplication", () => {
  it("takes full-width letters and digits, half-width kana, spaces and any hyphens", () => {
    const typed = {
      customerId: "ｔａｒｏ　",
      name: "大空　　太郎",
      nameKana: "ｵｵｿﾞﾗ　ﾀﾛｳ",
      branchCode: "００１",
      accountNumber: "１２３ ４５６７",
      phone: "０３ー１２３４−５６７８",
    };
    expect(readApplication(typed)).toEqual({
      customerId: "taro",
      profile: {
        name: "大空 太郎",
        nameKana: "オオゾラ タロウ",
        branchCode: "001",
        accountNumber: "1234567",
        phone: "03-1234-5678",
      },
      wrong: [],
    });
  });

  it("needs nothing but the customer ID", () => {
    expect(readApplication(empty)).toMatchObject({ wrong: [], profile: { name: null, phone: null } });
    expect(readApplication({ ...empty, customerId: "" }).wrong).toEqual(["customerId"]);
  });

  it("names each field that does not keep its grammar", () => {
    for (const [field, values] of Object.entries({
      customerId: ["太郎", "a/b", "..", "a b\u0000", "x".repeat(65)],
      name: ["a\nb", "a\u202eb", "a\u2028b", "a\u2060b", "a\u061cb", "a\u200db", "\u3164", "x".repeat(101)],
      nameKana: ["大空", "<b>", "オ\nオ"],
      branchCode: ["12a", "1234567", "٣"],
      accountNumber: ["1e7", "1".repeat(13)],
      phone: ["call me", "+", "--", "1".repeat(30)],
    })) {
      for (const value of values) {
        expect(readApplication({ ...empty, [field]: value }).wrong, JSON.stringify(value)).toEqual([field]);
      }
    }
  });
});
