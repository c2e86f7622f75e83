import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCommit, isOperation, messageSplitter } from "./database-messages.ts";

function message(type: string, body: string): Buffer {
  const text = Buffer.from(`${body}\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + text.length);
  return Buffer.concat([Buffer.from(type), length, text]);
}
const askTls = Buffer.from("0000000804d2162f", "hex");
const begin = message("", "\0\x03\0\0user\0warifu\0");
const sent = [askTls, begin, message("Q", "BEGIN"), message("P", "s1\0SELECT 1"), message("Q", "COMMIT")];

describe("the messages of a PostgreSQL client", () => {
  it("come out whole, in whatever pieces the network brings them", () => {
    const bytes = Buffer.concat(sent);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (sizes) => {
        const split = messageSplitter();
        const found: Buffer[] = [];
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          found.push(...split(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(found).toEqual(sent);
      }),
    );
  });

  it("are known by what they ask for", () => {
    expect(sent.map(isCommit)).toEqual([false, false, false, false, true]);
    expect(sent.map(isOperation)).toEqual([false, false, true, false, true]);
    expect(isCommit(message("P", "end\0commit"))).toBe(true);
    expect(isCommit(message("Q", "SET synchronous_commit = on"))).toBe(false);
  });
});
