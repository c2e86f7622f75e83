import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf } from "./bad-input.ts";
import { checkCharacter } from "./check-character.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const texts = fc.string({ unit: anyOf(alphabet), minLength: 1, maxLength: 30 });

/** The same the other way round: of all 36 characters the one with which the standard's check of a whole text ends at 1. */
function byTrying(text: string): string {
  const fits = Array.from(alphabet).filter((check) => {
    let carried = 36n;
    for (const character of text) {
      const sum = (carried + BigInt(parseInt(character, 36))) % 36n;
      carried = ((sum === 0n ? 36n : sum) * 2n) % 37n;
    }
    return (carried + BigInt(parseInt(check, 36))) % 36n === 1n;
  });
  expect(fits).toHaveLength(1);
  return fits.join("");
}

describe("checkCharacter (ISO/IEC 7064 MOD 37,36)", () => {
  it("agrees with the sample of the Global Release Identifier standard, A1-2425G-ABC1234002-M", () => {
    expect(checkCharacter("A12425GABC1234002")).toBe("M");
  });

  it("is the one character with which the standard's check ends at 1", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(checkCharacter(text)).toBe(byTrying(text));
      }),
    );
  });

  it("finds every single wrong character", () => {
    fc.assert(
      fc.property(texts, fc.nat(), anyOf(alphabet), (text, place, other) => {
        const at = place % text.length;
        const wrong = text.slice(0, at) + other + text.slice(at + 1);
        expect(checkCharacter(wrong) === checkCharacter(text)).toBe(wrong === text);
      }),
    );
  });

  it("refuses small letters, full-width ones and everything else", () => {
    for (const text of ["a", "Ａ", " ", "-", "1 2", "😀"]) expect(() => checkCharacter(text)).toThrow(RangeError);
  });
});
