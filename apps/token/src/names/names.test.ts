import { describe, expect, it } from "vitest";
import type { HeldToken } from "../keyholder/held-tokens.ts";
import { ozora } from "../keyholder/testing/phone-in-memory.ts";
import { findTokens } from "./find-tokens.ts";
import { isEndOfUserId, labelOf } from "./token-label.ts";

const token = (userId: string, more: Partial<HeldToken> = {}): HeldToken => ({
  id: `id-${userId}`,
  name: null,
  institution: ozora,
  userId,
  parameters: { algorithm: "SHA-256", digits: 8, periodSeconds: 60 },
  state: "inUse",
  createdAtMs: 0,
  ...more,
});
const aoba = { ...ozora, serviceId: "20000000", nameJa: "青葉信用金庫", nameEn: "Aoba Shinkin Bank" };

describe("how a token is called", () => {
  it("is by its institution and the end of its user ID, so that two of one institution are told apart", () => {
    const all = [token("AAAABBBBCCCC1111"), token("AAAABBBBCCCC2222")];
    const labels = all.map((each) => labelOf(each, all, "ja").whole);
    expect(labels).toEqual(["大空信用組合、ユーザIDの末尾：1111", "大空信用組合、ユーザIDの末尾：2222"]);
  });

  it("is by the customer's own name, and the institution then stands beside it", () => {
    const own = token("AAAABBBBCCCC1111", { name: "家計" });
    expect(labelOf(own, [own], "ja")).toMatchObject({
      title: "家計",
      detail: "大空信用組合（ユーザIDの末尾：1111）",
    });
    expect(labelOf(own, [own], "en").detail).toBe("Ozora Credit Union (user ID ending in 1111)");
  });

  it("shows more of a user ID where another one ends alike", () => {
    const all = [token("AAAABBBBCCCC1111"), token("AAAABBBBDDDD1111"), token("AAAAXXXXDDDD1111")];
    expect(all.map((each) => labelOf(each, all, "en").detail)).toEqual([
      "User ID ending in CCCC1111",
      "User ID ending in BBBBDDDD1111",
      "User ID ending in XXXXDDDD1111",
    ]);
  });
});

describe("the end of a user ID, typed", () => {
  it("is taken in any form of writing, whatever letter the check character is", () => {
    for (const end of ["RQHO", "RQHI", "RQHL", "RQHU", "RQH0", "AB1C"]) {
      const fullWidth = end.replace(/./g, (each) => String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0));
      for (const typed of [end, end.toLowerCase(), ` ${end} `, fullWidth]) {
        expect([typed, isEndOfUserId(typed, `AAAABBBBCCCC${end}`)]).toEqual([typed, true]);
      }
    }
  });

  it("is not taken when it is another's, too short or missing", () => {
    for (const typed of ["", "RQH", "RQHP", "AAAABBBBCCCCRQHO"]) {
      expect([typed, isEndOfUserId(typed, "AAAABBBBCCCCRQHO")]).toEqual([typed, false]);
    }
  });
});

describe("searching the tokens", () => {
  const all = [
    token("AAAABBBBCCCC1111", { name: "かけい" }),
    token("AAAABBBBCCCC2222", { institution: aoba }),
    token("AAAABBBBCCCC3333"),
  ];
  const found = (typed: string) => findTokens(typed, all).map(({ userId }) => userId.slice(-4));

  it("finds by name, institution in either language, and end of the user ID, in any form of writing", () => {
    expect(found("ｶｹｲ")).toEqual(["1111"]);
    expect(found("青葉")).toEqual(["2222"]);
    expect(found("AOBA")).toEqual(["2222"]);
    expect(found("３３３３")).toEqual(["3333"]);
    expect(found("大空　かけい")).toEqual(["1111"]);
  });

  it("finds all while nothing is typed, and none where nothing fits", () => {
    expect(found(" ")).toEqual(["1111", "2222", "3333"]);
    expect(found("大空 2222")).toEqual([]);
  });
});
