import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64url, encodeBase64url, isBase64urlOf } from "./base64url.ts";

describe("base64url", () => {
  it.each([
    // RFC 4648 §10, without padding and in the alphabet of §5.
    ["", ""],
    ["f", "Zg"],
    ["fo", "Zm8"],
    ["foo", "Zm9v"],
    ["foob", "Zm9vYg"],
    ["fooba", "Zm9vYmE"],
    ["foobar", "Zm9vYmFy"],
  ])("agrees with RFC 4648 §10 on %j", (text, encoded) => {
    expect(encodeBase64url(new TextEncoder().encode(text))).toBe(encoded);
    expect(decodeBase64url(encoded)).toEqual(new TextEncoder().encode(text));
  });

  it("writes and reads what Node writes and reads", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const theirs = Buffer.from(bytes).toString("base64url");
        expect(encodeBase64url(bytes)).toBe(theirs);
        expect(decodeBase64url(theirs)).toEqual(bytes);
        expect(isBase64urlOf(theirs, bytes.length)).toBe(true);
      }),
    );
  });
});

describe("isBase64urlOf", () => {
  it("takes exactly so many bytes, in one spelling only", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("A", "Q", "g", "w", "-", "_", "/", "="), maxLength: 8 }),
        (text) => {
          for (let length = 0; length <= 6; length++) {
            const bytes = Buffer.from(text, "base64url");
            expect(isBase64urlOf(text, length)).toBe(bytes.length === length && bytes.toString("base64url") === text);
          }
        },
      ),
    );
  });

  it.each([
    ["padding", "Zg=="],
    ["the alphabet of base64", "+/++"],
    ["a space", "Zm 9"],
    ["a line feed", "Zm9v\n"],
    ["bits left over", "Zh"],
    ["a symbol too many", "Z"],
    ["full-width", "Ｚg"],
  ])("refuses %s", (_, text) => {
    for (let length = 0; length <= 4; length++) expect(isBase64urlOf(text, length)).toBe(false);
  });

  it("refuses what is no string, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.constantFrom(["Zm9v"], { length: 4 }, null)), (input) => {
        expect(typeof input === "string" || !isBase64urlOf(input, 3)).toBe(true);
      }),
    );
  });
});
