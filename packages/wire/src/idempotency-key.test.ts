import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  idempotencyKeyHeader,
  idempotencyKeyHeaderPattern,
  isIdempotencyKey,
  readIdempotencyKey,
} from "./idempotency-key.ts";

const anyKey = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 255,
});

describe("an idempotency key", () => {
  it("is read from a quoted string and from a bare one, and both are the same key", () => {
    for (const header of ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', "8e03978e-40d5-43dd-bc93-6894a57f9324"]) {
      expect(readIdempotencyKey(header)).toBe("8e03978e-40d5-43dd-bc93-6894a57f9324");
    }
    expect(readIdempotencyKey('"a b, c; d"')).toBe("a b, c; d");
    expect(readIdempotencyKey(String.raw`"say \"hi\" \\"`)).toBe(String.raw`say "hi" \ `.trim());
    expect(readIdempotencyKey("base64+/==:~")).toBe("base64+/==:~");
  });

  it("is nothing else: empty, two of them, unbalanced, with parameters, not ASCII, too long", () => {
    for (const header of [
      "",
      '""',
      '"',
      '"a',
      'a"',
      '"a""b"',
      '"a", "b"',
      "a, b",
      "a,b",
      '"a";x=1',
      "a;x=1",
      "a b",
      ' "a"',
      '"a" ',
      String.raw`"a\"`,
      String.raw`"a\b"`,
      String.raw`a\b`,
      "a\tb",
      '"a\tb"',
      '"a\nb"',
      "a\n",
      '"a"\n',
      "é",
      '"é"',
      '"あ"',
      "\u0000",
      "x".repeat(256),
      `"${"x".repeat(256)}"`,
    ]) {
      expect(readIdempotencyKey(header), JSON.stringify(header)).toBeNull();
    }
    expect(readIdempotencyKey("x".repeat(255))).toHaveLength(255);
  });

  it("is told to other tools by a pattern that takes what is read, and nothing else", () => {
    const pattern = new RegExp(idempotencyKeyHeaderPattern, "u");
    const headers = fc.oneof(
      anyKey,
      anyKey.map(idempotencyKeyHeader),
      fc.string({ maxLength: 300, unit: "binary-ascii" }),
    );
    fc.assert(
      fc.property(headers, (header) => {
        expect(pattern.test(header)).toBe(readIdempotencyKey(header) !== null);
      }),
    );
    for (const header of ["", '""', '"a', "a b", "x".repeat(256), `"${"x".repeat(256)}"`]) {
      expect(pattern.test(header), header).toBe(false);
    }
    expect(pattern.test("x".repeat(255))).toBe(true);
    expect(pattern.test(idempotencyKeyHeader('"'.repeat(255)))).toBe(true);
  });

  it("comes back as it went, whatever it is", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(readIdempotencyKey(idempotencyKeyHeader(key))).toBe(key);
      }),
    );
    for (const key of ["", "a\n", "é", "x".repeat(256)]) {
      expect(isIdempotencyKey(key)).toBe(false);
      expect(() => idempotencyKeyHeader(key)).toThrow(RangeError);
    }
  });
});
