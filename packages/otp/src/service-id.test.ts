import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notStrings, spoilt } from "./bad-input.ts";
import { groupServiceId, isServiceId } from "./service-id.ts";

describe("isServiceId", () => {
  it("takes exactly 8 ASCII digits", () => {
    for (let length = 0; length <= 32; length++) expect(isServiceId("1".repeat(length))).toBe(length === 8);
    expect(isServiceId("10121234")).toBe(true);
  });

  it("refuses what is no string, groups, and every spoilt form", () => {
    for (const input of ["1012-1234", ...notStrings("10121234"), ...spoilt("10121234")]) {
      expect(isServiceId(input)).toBe(false);
    }
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(typeof isServiceId(input)).toBe("boolean");
      }),
    );
  });
});

it("groupServiceId writes groups of four", () => {
  expect(groupServiceId("10121234")).toBe("1012-1234");
});
