import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, notStrings, spoilt } from "./bad-input.ts";
import { isCustomerId } from "./customer-id.ts";

describe("isCustomerId", () => {
  it("takes 1 to 64 of its characters", () => {
    for (let length = 0; length <= 80; length++)
      expect(isCustomerId("a".repeat(length))).toBe(length > 0 && length < 65);
    for (const customerId of ["hanako", "0012345", "A.b_c-9", ".hidden", "...", "a..b", "-", "_"]) {
      expect(isCustomerId(customerId)).toBe(true);
    }
  });

  it("refuses . and .., which as a part of a path mean another path", () => {
    expect(isCustomerId(".")).toBe(false);
    expect(isCustomerId("..")).toBe(false);
  });

  it("refuses what is no string, and every other character", () => {
    const others = ["a b", "a/b", "a\\b", "a%2e", "a|b", "a@b", "花子", "a\u0000", "a'b"];
    for (const input of [...others, ...notStrings("123"), ...spoilt("123").filter((text) => !/^[1-3]+$/.test(text))]) {
      expect(isCustomerId(input)).toBe(false);
    }
  });

  it("never throws, and survives in a URL's path as it is", () => {
    const near = fc.string({ unit: anyOf("aZ09._-/%\n "), maxLength: 70 });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (input) => {
        if (!isCustomerId(input)) return;
        expect(new URL(`https://api.example/v1/customers/${input}/x`).pathname).toBe(`/v1/customers/${input}/x`);
      }),
    );
  });
});
