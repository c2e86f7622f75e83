import { isCustomerId, isUserId, stepAt, totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { describe, expect, it } from "vitest";
import { copyLine } from "./copy-text.ts";
import { codeOf, customerIdOf, digits, periodSeconds, tokenKeyOf, tokenOf } from "./population.ts";

describe("the made-up population", () => {
  it("keeps the grammar of real IDs, up to the last of ten million", () => {
    for (const number of [0, 7, 9_999_999]) {
      const { tokenId, userId } = tokenOf(number, 0);
      expect(isCustomerId(customerIdOf(number))).toBe(true);
      expect(isUserId(userId)).toBe(true);
      expect(tokenId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set([1, 10, 100].map((number) => tokenOf(number, 0).tokenId)).size).toBe(3);
  });

  it("has the codes that the tokens' phones would show", () => {
    const key = tokenKeyOf(42);
    const nowMs = Date.UTC(2026, 10, 23);
    const parameters = { algorithm: "SHA-256", digits, periodSeconds } as const;
    expect(codeOf(key, stepAt(nowMs, periodSeconds))).toBe(totp(nodeHmac, key, nowMs, parameters));
    expect(tokenOf(42, 0).key?.open()).toEqual(key);
    expect(tokenKeyOf(43)).not.toEqual(key);
  });
});

describe("a line for COPY", () => {
  it("writes nothing, bytes and text so that PostgreSQL reads the same", () => {
    const row = { a: null, b: Uint8Array.of(0, 255), c: 'a\tb\\c"\n', d: -1 };
    expect(copyLine(row, ["d", "c", "b", "a"])).toBe('-1\ta\\tb\\\\c"\\n\t\\\\x00ff\t\\N\n');
    expect(() => copyLine({ a: { b: 1 } }, ["a"])).toThrow(TypeError);
  });
});
