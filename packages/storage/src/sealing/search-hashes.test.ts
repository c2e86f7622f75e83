import { noProfile } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { makeInstitutionKeys } from "./institution-keys.ts";
import { hashOf, kanaTrail, searchColumnsOf, trailBytes, trailEnd } from "./search-hashes.ts";

const keyed = (institutionId: string, ...keys: number[]) =>
  makeInstitutionKeys(institutionId, new Map(keys.map((byte, index) => [index + 1, new Uint8Array(32).fill(byte)])));
const ozora = keyed("ozora", 1);

describe("the hash that a customer is found by", () => {
  it("is another one in each field, and under each institution's key", () => {
    const hashes = [
      hashOf("phone", "0312345678", ozora),
      hashOf("account", "0312345678", ozora),
      hashOf("branch", "0312345678", ozora),
      hashOf("phone", "0312345678", keyed("kaze", 2)),
    ];
    expect(new Set(hashes.map((hash) => Buffer.from(hash).toString("hex"))).size).toBe(4);
    expect(hashes.map(({ length }) => length)).toEqual([16, 16, 16, 16]);
  });

  it("stays the same when a newer data key comes", () => {
    expect(hashOf("phone", "0312345678", keyed("ozora", 1, 9))).toEqual(hashOf("phone", "0312345678", ozora));
  });

  it("is of the form that is searched, and of nothing where nothing was noted", () => {
    const noted = { ...noProfile, phone: "０９０（１２３４）５６７８", nameKana: "ﾔﾏﾓﾄ" };
    const columns = searchColumnsOf(noted, ozora);
    expect(columns.phone_hash).toEqual(hashOf("phone", "09012345678", ozora));
    expect(columns.kana_trail).toEqual(kanaTrail("ヤマモト", ozora));
    expect([columns.branch_hash, columns.account_hash]).toEqual([null, null]);
  });
});

describe("a name's trail", () => {
  const trail = (kana: string) => Buffer.from(kanaTrail(kana, ozora));
  it("begins with the trail of each of its beginnings, and with no other's", () => {
    const whole = trail("ヤマモトハナコ");
    for (const beginning of ["ヤ", "ヤマ", "ヤマモトハナコ"]) {
      expect(whole.subarray(0, trail(beginning).length)).toEqual(trail(beginning));
    }
    expect(whole.subarray(0, 3)).not.toEqual(trail("ハ"));
    // The second kana's bytes tell of both together: マ after ヤ is not マ after another.
    expect(trail("ヤマ").subarray(3)).not.toEqual(trail("ハマ").subarray(3));
  });

  it("goes no further than sixteen kana, and lies within the range that is looked through", () => {
    const long = trail("ア".repeat(40));
    expect(long).toHaveLength(trailBytes);
    const asked = trail("アア");
    expect(Buffer.compare(asked, long)).toBeLessThan(0);
    expect(Buffer.compare(long, Buffer.from(trailEnd(asked)))).toBeLessThan(0);
    expect(Buffer.compare(trail("イイ"), Buffer.from(trailEnd(asked)))).not.toBe(0);
  });
});
