import * as fc from "fast-check";
import { Secret } from "otpauth";
import { describe, expect, it } from "vitest";
import { anyOf } from "./bad-input.ts";
import { base32Decode, base32Encode } from "./base32.ts";

// RFC 4648 §10.
const vectors = [
  ["", ""],
  ["f", "MY======"],
  ["fo", "MZXQ===="],
  ["foo", "MZXW6==="],
  ["foob", "MZXW6YQ="],
  ["fooba", "MZXW6YTB"],
  ["foobar", "MZXW6YTBOI======"],
] as const;

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("base32", () => {
  it.each(vectors)("agrees with RFC 4648 §10 on %j", (text, encoded) => {
    expect(base32Encode(ascii(text))).toBe(encoded);
    expect(base32Decode(encoded)).toEqual(ascii(text));
    expect(base32Decode(encoded.replaceAll("=", ""))).toEqual(ascii(text));
  });

  it("gives back the bytes, padded or not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 130 }), (bytes) => {
        const encoded = base32Encode(bytes);
        expect(encoded.length % 8).toBe(0);
        expect(base32Decode(encoded)).toEqual(bytes);
        expect(base32Decode(encoded.replaceAll("=", ""))).toEqual(bytes);
      }),
    );
  });

  it("writes what the independent library otpauth writes, which leaves the padding out", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 130 }), (bytes) => {
        const theirs = new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
        expect(base32Encode(bytes).replaceAll("=", "")).toBe(theirs);
      }),
    );
  });
});

describe("base32Decode", () => {
  // What other systems write into their exports: none of it leaves a doubt which bytes are meant.
  it.each([
    ["small letters", "mzxw6yq="],
    ["groups divided by spaces", "MZXW 6YQ"],
    ["groups divided by hyphens", "MZXW-6YQ-"],
    ["a line feed at the end", "MZXW6YQ\n"],
    ["padding that is too short", "MZXW6YQ"],
    ["padding that is too long", "MZXW6YQ====="],
    // RFC 4648 §3.5: decoders may drop them; all that are met with do.
    ["bits left over that are not zero", "MZXW6YR"],
  ])("reads %s", (_, text) => {
    expect(base32Decode(text)).toEqual(ascii("foob"));
  });

  it("drops the bits left over whatever the length, as other readers do", () => {
    for (const [text, bytes] of [
      ["MZ", "f"],
      ["MZXR", "fo"],
      ["MZXW7", "foo"],
    ] as const) {
      expect(base32Decode(text)).toEqual(ascii(bytes));
    }
  });

  it.each([
    ["0, 1, 8 and 9", "MZXW6YT0"],
    ["full-width letters", "ＭＺＸＷ６ＹＴＢ"],
    ["a letter that only looks small", "ſZXW6YQ"],
    ["base64", "Zm9vYmE+"],
    ["an emoji", "MZXW6Y😀"],
    ["one symbol", "M"],
    ["three symbols", "MZX"],
    ["six symbols", "MZXW6Y"],
    ["one symbol and its padding", "M======="],
    ["padding in the middle", "MY======MZXW6YTB"],
    ["a second value after the first", "MZXW6YQ=MZXW6YQ="],
  ])("refuses %s", (_, text) => {
    expect(base32Decode(text)).toBeNull();
  });

  it("never throws, and what it takes holds the same symbols up to the bits that fill no byte", () => {
    const near = fc.string({ unit: anyOf("ABMYZ2367=0189abmyz -"), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const bytes = base32Decode(text);
        if (bytes === null) return;
        const symbols = text.replaceAll(/[\s=-]/g, "").toUpperCase();
        const encoded = base32Encode(bytes).replaceAll("=", "");
        expect(encoded).toHaveLength(symbols.length);
        expect(encoded.slice(0, -1)).toBe(symbols.slice(0, -1));
      }),
    );
  });
});
