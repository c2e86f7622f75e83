import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesArray, numberArray, readText, storedText, textArray } from "./array-literals.ts";

describe("arrays for PostgreSQL", () => {
  it("quote what has a meaning in them", () => {
    expect(textArray(["a", null, "", 'q"', "b\\", "{,}", "NULL"])).toBe('{"a",NULL,"","q\\"","b\\\\","{,}","NULL"}');
    expect(numberArray([1, null, -2])).toBe("{1,NULL,-2}");
    expect(bytesArray([Uint8Array.of(0, 255), null, new Uint8Array()])).toBe('{"\\\\x00ff",NULL,"\\\\x"}');
    expect([textArray([]), numberArray([]), bytesArray([])]).toEqual(["{}", "{}", "{}"]);
  });

  it("hold no NUL, and texts come back as they were", () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom("\0", "\u001B", "0", "1"), fc.string({ unit: "binary", maxLength: 1 })),
    });
    fc.assert(
      fc.property(text, (written) => {
        expect(storedText(written)).not.toContain("\0");
        expect(readText(storedText(written))).toBe(written);
      }),
    );
  });
});
