import { KeyUnreadable } from "@warifu/rules";
import { describe, expect, it } from "vitest";
import { makeInstitutionKeys } from "./institution-keys.ts";
import type { SealedFor } from "./institution-keys.ts";

const dataKey = (fill: number) => new Uint8Array(32).fill(fill);
const keys = makeInstitutionKeys("ozora", new Map([[1, dataKey(1)]]));
const place: SealedFor = { subject: "token-1", purpose: "token key" };
const secret = Uint8Array.from({ length: 32 }, (_, index) => index);

const changedAt = (bytes: Uint8Array, index: number) =>
  Uint8Array.from(bytes, (byte, at) => (at === index ? byte ^ 0x80 : byte));

describe("a sealed value", () => {
  it("opens in its place, is different each time, and does not hold its content", () => {
    const sealed = keys.seal(secret, place);
    expect(Uint8Array.from(keys.open(sealed, place))).toEqual(secret);
    expect(keys.seal(secret, place)).not.toEqual(sealed);
    expect(Buffer.from(sealed).includes(secret.subarray(0, 8))).toBe(false);
    expect(keys.openText(keys.sealText("割符", place), place)).toBe("割符");
    expect(keys.openText(keys.sealText("", place), place)).toBe("");
  });

  it("opens nowhere else: not for another token, purpose, institution or key version", () => {
    const sealed = keys.seal(secret, place);
    expect(() => keys.open(sealed, { ...place, subject: "token-2" })).toThrow(KeyUnreadable);
    expect(() => keys.open(sealed, { ...place, purpose: "registration record" })).toThrow(KeyUnreadable);
    const elsewhere = makeInstitutionKeys("kaze", new Map([[1, dataKey(1)]]));
    expect(() => elsewhere.open(sealed, place)).toThrow(KeyUnreadable);
    // The same bytes as another version's key: the version is part of the place too.
    const renumbered = makeInstitutionKeys("ozora", new Map([[2, dataKey(1)]]));
    const asSecond = Buffer.from(sealed);
    asSecond.writeUInt32BE(2, 1);
    expect(() => renumbered.open(asSecond, place)).toThrow(KeyUnreadable);
  });

  it("with any byte changed, cut off or added does not open", () => {
    const sealed = keys.seal(secret, place);
    for (let index = 0; index < sealed.length; index += 1) {
      expect(() => keys.open(changedAt(sealed, index), place)).toThrow(KeyUnreadable);
      expect(() => keys.open(sealed.subarray(0, index), place)).toThrow(KeyUnreadable);
    }
    expect(() => keys.open(Buffer.concat([sealed, Buffer.of(0)]), place)).toThrow(KeyUnreadable);
  });

  it("of an older key version stays readable, and new ones go under the newest", () => {
    const old = keys.seal(secret, place);
    const both = makeInstitutionKeys(
      "ozora",
      new Map([
        [2, dataKey(2)],
        [1, dataKey(1)],
      ]),
    );
    expect(Uint8Array.from(both.open(old, place))).toEqual(secret);
    expect(both.macFits(keys.mac("row"), "row")).toBe(true);
    const fresh = both.seal(secret, place);
    expect(Buffer.from(fresh).readUInt32BE(1)).toBe(2);
    expect(() => keys.open(fresh, place)).toThrow(KeyUnreadable);
    expect(keys.macFits(both.mac("row"), "row")).toBe(false);
  });
});

describe("a row's MAC", () => {
  it("fits its row and institution only, and no byte of it may differ", () => {
    const mac = keys.mac("row");
    expect(keys.macFits(mac, "row")).toBe(true);
    expect(keys.macFits(mac, "row ")).toBe(false);
    expect(makeInstitutionKeys("kaze", new Map([[1, dataKey(1)]])).macFits(mac, "row")).toBe(false);
    for (let index = 0; index < mac.length; index += 1) expect(keys.macFits(changedAt(mac, index), "row")).toBe(false);
    for (const length of [0, 1, 4, 5, 36]) expect(keys.macFits(mac.subarray(0, length), "row")).toBe(false);
    expect(keys.macFits(Buffer.concat([mac, Buffer.of(0)]), "row")).toBe(false);
  });
});

describe("an institution's keys", () => {
  it("are at least one", () => {
    expect(() => makeInstitutionKeys("ozora", new Map())).toThrow(RangeError);
  });
});
