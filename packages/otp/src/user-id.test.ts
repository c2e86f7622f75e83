import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, notStrings, spoilt } from "./bad-input.ts";
import { checkCharacter } from "./check-character.ts";
import { groupUserId, isUserId, makeUserId, userIdCheckCharacter } from "./user-id.ts";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const userIds = fc.uint8Array({ minLength: 10, maxLength: 32 }).map((random) => makeUserId(random));
const sample = makeUserId(Uint8Array.of(1, 35, 69, 103, 137, 171, 205, 239, 1, 35));

describe("makeUserId", () => {
  it("makes 15 characters of Crockford's Base32 and a check character", () => {
    fc.assert(
      fc.property(userIds, (userId) => {
        expect(userId).toMatch(/^[0-9A-HJKMNP-TV-Z]{15}[0-9A-Z]$/);
        expect(userId.at(-1)).toBe(checkCharacter(userId.slice(0, 15)));
        expect(isUserId(userId)).toBe(true);
      }),
    );
  });

  it("uses 75 of the 80 random bits: every one of them changes the user ID, the first five do not", () => {
    const ids = Array.from({ length: 80 }, (_, bit) => {
      const random = new Uint8Array(10);
      random[bit >> 3] = 0x80 >> (bit & 7);
      return makeUserId(random);
    });
    const zero = makeUserId(new Uint8Array(10));
    expect(ids.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => zero));
    expect(new Set([zero, ...ids]).size).toBe(76);
  });

  it("gives every character its equal share at every place", () => {
    for (let place = 0; place < 15; place++) {
      const seen = new Set<string>();
      for (let value = 0; value < 32; value++) {
        const bits = BigInt(value) << BigInt(5 * place);
        const random = Uint8Array.from({ length: 10 }, (_, index) => Number((bits >> BigInt(8 * (9 - index))) & 255n));
        seen.add(makeUserId(random).charAt(place));
      }
      expect([...seen].toSorted().join("")).toBe(crockford);
    }
  });

  it("refuses too few random bytes, and what are no bytes", () => {
    for (let length = 0; length < 10; length++) {
      expect(() => makeUserId(new Uint8Array(length))).toThrow(RangeError);
    }
    for (const random of ["1234567890", Array.from({ length: 10 }, () => 1), null, undefined]) {
      expect(() => makeUserId(random as unknown as Uint8Array)).toThrow(TypeError);
    }
  });
});

describe("isUserId", () => {
  it("refuses what is no string, and every spoilt form", () => {
    for (const input of [...notStrings(sample), ...spoilt(sample)]) expect(isUserId(input)).toBe(false);
  });

  it("takes no small letters and no groups: those are for the normalisation to mend", () => {
    expect(isUserId(sample.toLowerCase())).toBe(false);
    expect(isUserId(groupUserId(sample))).toBe(false);
  });

  it("does not take the manual's sample picture, 1234567890123ABC", () => {
    expect(isUserId("1234567890123ABC")).toBe(false);
  });

  it("refuses I, L, O and U among the first 15 even when the check character fits, and takes them as the last", () => {
    for (const letter of "ILOU") {
      const first15 = `${letter}23456789012345`;
      expect(isUserId(first15 + userIdCheckCharacter(first15))).toBe(false);
    }
    const last = new Set<string>();
    for (let number = 0; number < 300; number++) last.add(makeUserId(Uint8Array.of(...manyBytes(number))).charAt(15));
    for (const letter of "ILOU") expect(last).toContain(letter);
  });

  it("refuses every user ID with one character exchanged", () => {
    fc.assert(
      fc.property(userIds, fc.nat(15), anyOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), (id, at, other) => {
        const wrong = id.slice(0, at) + other + id.slice(at + 1);
        expect(isUserId(wrong)).toBe(wrong === id);
      }),
    );
  });

  it("never throws, and takes only 16 characters of its alphabet", () => {
    const near = fc.string({ unit: anyOf("0123456789ABCXYZILOUabc-０ "), minLength: 14, maxLength: 18 });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), near), (input) => {
        expect(!isUserId(input) || /^[0-9A-Z]{16}$/.test(input)).toBe(true);
      }),
    );
  });
});

function manyBytes(number: number): number[] {
  return Array.from({ length: 10 }, (_, index) => (number * (index + 7) * 31) & 255);
}

describe("userIdCheckCharacter", () => {
  it("refuses other lengths and other characters", () => {
    for (const text of ["", "1".repeat(14), "1".repeat(16), "a".repeat(15), "１".repeat(15)]) {
      expect(() => userIdCheckCharacter(text)).toThrow(RangeError);
    }
  });
});

it("groupUserId writes groups of four", () => {
  expect(groupUserId("1234567890123ABC")).toBe("1234-5678-9012-3ABC");
  expect(groupUserId("12345")).toBe("1234-5");
  expect(groupUserId("")).toBe("");
});
