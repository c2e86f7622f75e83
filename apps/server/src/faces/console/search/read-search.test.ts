import { makeUserId } from "@warifu/otp";
import { describe, expect, it } from "vitest";
import { readQuickSearch, readSearch } from "./read-search.ts";

const nothing = { customerId: "", branchCode: "", accountNumber: "", nameKana: "", phone: "", userId: "" };
const userId = makeUserId(new Uint8Array(10).fill(9));

describe("readSearch", () => {
  it("takes full-width input, spaces and any hyphens", () => {
    expect(readSearch({ ...nothing, customerId: " ｈａｎａｋｏ " })).toEqual({
      ok: true,
      search: { customerId: "hanako" },
    });
    expect(readSearch({ ...nothing, phone: "０３ー１２３４‐５６７８" })).toEqual({
      ok: true,
      search: { phone: "0312345678" },
    });
    expect(readSearch({ ...nothing, branchCode: "００１", accountNumber: "１２３４５６７" })).toEqual({
      ok: true,
      search: { branchCode: "001", accountNumber: "1234567" },
    });
    const grouped = userId.toLowerCase().replaceAll(/(.{4})(?!$)/g, "$1-");
    expect(readSearch({ ...nothing, userId: grouped })).toEqual({ ok: true, search: { userId } });
  });

  it("searches a name only with a second key", () => {
    expect(readSearch({ ...nothing, nameKana: "オオゾラ ハナコ" })).toMatchObject({
      field: "nameKana",
      problem: "kanaAlone",
    });
    expect(readSearch({ ...nothing, nameKana: "ｵｵｿﾞﾗ", phone: "0312345678" })).toEqual({
      ok: true,
      search: { nameKana: "ｵｵｿﾞﾗ", phone: "0312345678" },
    });
  });

  it("says which field is wrong", () => {
    expect(readSearch(nothing)).toMatchObject({ problem: "nothing" });
    expect(readSearch({ ...nothing, customerId: "花子" })).toMatchObject({
      field: "customerId",
      problem: "customerId",
    });
    expect(readSearch({ ...nothing, branchCode: "001" })).toMatchObject({
      field: "accountNumber",
      problem: "accountAlone",
    });
    expect(readSearch({ ...nothing, accountNumber: "12345a7" })).toMatchObject({
      field: "accountNumber",
      problem: "digits",
    });
    expect(readSearch({ ...nothing, userId: "1234567890123456" })).toMatchObject({
      field: "userId",
      problem: "userId",
    });
  });
});

describe("readQuickSearch", () => {
  it("tells what a line can mean", () => {
    expect(readQuickSearch("hanako")).toEqual([{ customerId: "hanako" }]);
    expect(readQuickSearch("００１－１２３４５６７")).toContainEqual({ branchCode: "001", accountNumber: "1234567" });
    expect(readQuickSearch("03-1234-5678")).toContainEqual({ phone: "0312345678" });
    expect(readQuickSearch(userId)[0]).toEqual({ userId });
  });

  it("never searches by name", () => {
    expect(readQuickSearch("オオゾラ ハナコ")).toEqual([]);
    expect(readQuickSearch("")).toEqual([]);
  });
});
