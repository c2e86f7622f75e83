import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, notStrings, spoilt } from "./bad-input.ts";
import { isOtp } from "./codes.ts";

describe("isOtp", () => {
  it.each([6, 7, 8] as const)("takes exactly %i ASCII digits", (digits) => {
    for (let length = 0; length <= 32; length++) {
      expect(isOtp("0".repeat(length), digits)).toBe(length === digits);
    }
  });

  it("expects eight digits unless told otherwise", () => {
    expect(isOtp("00000000")).toBe(true);
    expect(isOtp("000000")).toBe(false);
  });

  it("refuses what is no string, an array with the right string in it included", () => {
    for (const input of notStrings("12345678")) expect(isOtp(input)).toBe(false);
  });

  it("refuses signs, exponents, spaces, hidden characters and digits of other scripts", () => {
    const numbers = ["+1234567", "-1234567", "1e7", "1.234567", "0x123456", "1_234_56", "Infinity"];
    for (const input of [...numbers, ...spoilt("12345678")]) expect(isOtp(input)).toBe(false);
  });

  it("never throws, and takes nothing that is not eight characters from 0 to 9", () => {
    const digitLike = fc.string({ unit: anyOf("0123456789０٣ \n+e"), maxLength: 10 });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), digitLike), (input) => {
        const strict = typeof input === "string" && input.length === 8 && Array.from(input).every(isAsciiDigit);
        expect(isOtp(input)).toBe(strict);
      }),
    );
  });
});

function isAsciiDigit(character: string): boolean {
  return "0123456789".includes(character);
}
