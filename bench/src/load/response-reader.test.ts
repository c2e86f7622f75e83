import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ResponseReader, StrangeResponse } from "./response-reader.ts";
import { isRightAnswer, verdictOf } from "./verdict.ts";

const response = (status: number, body: string) =>
  Buffer.from(
    `HTTP/1.1 ${status} Word\r\nx: y\r\ncontent-length: ${body.length}\r\ndate: now\r\n\r\n${body}`,
    "latin1",
  );

describe("the reader of responses", () => {
  it("puts a response together however it is cut, and then the next one", () => {
    const whole = response(200, '{"accepted":true}');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 6 }), (cuts) => {
        const reader = new ResponseReader();
        for (let time = 0; time < 2; time++) {
          const edges = [0, ...new Set(cuts.toSorted((a, b) => a - b)), whole.length];
          const read = edges.slice(1).map((to, index) => reader.push(whole.subarray(edges[index], to)));
          expect(read.slice(0, -1).every((part) => part === null)).toBe(true);
          expect(read.at(-1)).toEqual({ status: 200, body: '{"accepted":true}' });
        }
      }),
    );
  });

  it("stops at what it cannot follow: no length, or more than was asked for", () => {
    const chunked = Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n");
    expect(() => new ResponseReader().push(chunked)).toThrow(StrangeResponse);
    const two = Buffer.concat([response(200, "{}"), response(200, "{}")]);
    expect(() => new ResponseReader().push(two)).toThrow(StrangeResponse);
    const inTheBody = Buffer.from("HTTP/1.1 200 OK\r\nx: y\r\n\r\n\r\ncontent-length: 2\r\n\r\n");
    expect(() => new ResponseReader().push(inTheBody)).toThrow(StrangeResponse);
  });
});

describe("the verdict on a response", () => {
  it("says in one word what was answered", () => {
    expect(verdictOf({ status: 200, body: '{"accepted":true}' })).toBe("accepted");
    expect(verdictOf({ status: 200, body: '{"accepted":false,"reason":"used"}' })).toBe("used");
    expect(verdictOf({ status: 200, body: '{"otp":"12345678"}' })).toBe("echo");
    expect(verdictOf({ status: 503, body: '{"code":"busy","message":"…"}' })).toBe("503 busy");
    expect(verdictOf({ status: 200, body: "hello" })).toBe("200 unreadable");
  });

  it("is right only for the load it belongs to", () => {
    expect(isRightAnswer("right", "accepted")).toBe(true);
    expect(isRightAnswer("wrong", "accepted")).toBe(false);
    expect(isRightAnswer("wrongAgain", "mismatch")).toBe(true);
    expect(isRightAnswer("replay", "mismatch")).toBe(false);
    expect(isRightAnswer("right", "503 busy")).toBe(false);
  });
});
