import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activationPasswordWeakness,
  isActivationPassword,
  isGuessableActivationPassword,
} from "./activation-password.ts";
import { anyOf, notStrings, spoilt } from "./bad-input.ts";

const passwords = fc.string({ unit: anyOf("0123456789"), minLength: 4, maxLength: 8 });

describe("isActivationPassword", () => {
  it("takes 4 to 8 ASCII digits", () => {
    for (let length = 0; length <= 32; length++) {
      expect(isActivationPassword("7".repeat(length))).toBe(length >= 4 && length <= 8);
    }
  });

  it("refuses what is no string, and every other character", () => {
    for (const input of [...notStrings("4815"), ...spoilt("4815")]) expect(isActivationPassword(input)).toBe(false);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(typeof isActivationPassword(input)).toBe("boolean");
      }),
    );
  });
});

describe("activationPasswordWeakness", () => {
  it.each([
    ["0000", "repeated"],
    ["1111", "repeated"],
    ["99999", "repeated"],
    ["77777777", "repeated"],
    ["1212", "repeated"],
    ["6969", "repeated"],
    ["123123", "repeated"],
    ["12341234", "repeated"],
    ["0123", "run"],
    ["1234", "run"],
    ["4321", "run"],
    ["7890", "run"],
    ["0987", "run"],
    ["8901", "run"],
    ["12345678", "run"],
    ["87654321", "run"],
    ["1122", "doubled"],
    ["2211", "doubled"],
    ["112233", "doubled"],
    ["11223344", "doubled"],
    ["11112222", "doubled"],
    ["22221111", "doubled"],
    ["2580", "common"],
    ["0852", "common"],
    ["1357", "common"],
    ["2468", "common"],
    ["1004", "common"],
  ])("calls %s guessable: %s", (password, reason) => {
    expect(activationPasswordWeakness(password)).toBe(reason);
    expect(isGuessableActivationPassword(password)).toBe(true);
  });

  it.each(["4815", "4193", "48151623", "1984", "2001", "19840523", "1123", "1231", "1221", "13579", "112234", "1144"])(
    "has nothing against %s",
    (password) => {
      expect(activationPasswordWeakness(password)).toBeNull();
      expect(isGuessableActivationPassword(password)).toBe(false);
    },
  );

  it("leaves what is no activation password to the grammar", () => {
    for (const input of ["", "111", "111111111", "１１１１", "1111\n", "aaaa"]) {
      expect(activationPasswordWeakness(input)).toBeNull();
    }
  });

  it("refuses at most one four-digit password in sixty, so that a made-up one is rarely refused", () => {
    const all = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, "0"));
    const refused = all.filter((password) => isGuessableActivationPassword(password));
    expect(refused.length).toBeGreaterThan(100);
    expect(refused.length).toBeLessThan(160);
  });

  it("never throws, and finds every password of one digit and every run", () => {
    fc.assert(
      fc.property(fc.nat(9), fc.integer({ min: 4, max: 8 }), fc.constantFrom(-1, 0, 1), (first, length, direction) => {
        const digits = Array.from({ length }, (_, index) => (first + direction * index + 10) % 10);
        expect(isGuessableActivationPassword(digits.join(""))).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.oneof(passwords, fc.string()), (text) => activationPasswordWeakness(text) !== undefined));
  });
});
