import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStrictJson, UnstrictJson } from "./read-strict-json.ts";

const read = (text: string) => readStrictJson(Buffer.from(text, "utf8"));

describe("readStrictJson", () => {
  it("reads what JSON.parse reads, whatever strings hold", () => {
    const shallow = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => !/"(__proto__|constructor)"/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(shallow, fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses a name twice in one object, however it is written, and at any depth", () => {
    for (const text of [
      '{"otp":"1","otp":"2"}',
      '{"otp":"1" , "otp" : "1"}',
      '{"otp":"1","\\u006ftp":"2"}',
      '[{"a":{"b":1,"c":{},"b":[]}}]',
      '{"":1,"":2}',
      '{"a\\"":1,"a\\u0022":2}',
    ]) {
      expect(() => read(text), text).toThrow(UnstrictJson);
    }
  });

  it("takes the same name in different objects, and strings that look like names", () => {
    const text = '{"a":{"b":1},"c":{"b":1},"d":["a","a","a:"],"e":"\\"a\\":1,\\"a\\":2","f":"a\\\\"}';
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it("refuses names that change a prototype", () => {
    for (const text of ['{"__proto__":{}}', '{"a":{"constructor":{"prototype":{}}}}', '{"__pr\\u006fto__":1}']) {
      expect(() => read(text), text).toThrow(UnstrictJson);
    }
  });

  it("refuses deep nesting without exhausting the stack", () => {
    expect(read("[[[[[[[[]]]]]]]]")).toEqual([[[[[[[[]]]]]]]]);
    for (const text of [
      "[[[[[[[[[]]]]]]]]]",
      "[".repeat(30_000) + "]".repeat(30_000),
      '{"a":'.repeat(9_000) + "1" + "}".repeat(9_000),
    ]) {
      expect(() => read(text)).toThrow(UnstrictJson);
    }
  });

  it("refuses bytes that are not UTF-8, a byte order mark, and what is not JSON", () => {
    expect(() => readStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(UnstrictJson);
    for (const text of ["\ufeff{}", "", " ", "{", "{'a':1}", '{"a":1,}', "NaN", "01", '{"a":1}{"a":1}', '"\n"', "\0"]) {
      expect(() => read(text), text).toThrow(UnstrictJson);
    }
  });

  it("never throws anything else, for any bytes", () => {
    const thrown = (bytes: Uint8Array): unknown => {
      try {
        readStrictJson(bytes);
        return null;
      } catch (error) {
        return error;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const error = thrown(bytes);
        expect(error === null || error instanceof UnstrictJson).toBe(true);
      }),
    );
  });
});
