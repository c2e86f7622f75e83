import { describe, expect, it } from "vitest";
import { hashApiKey, sameHash } from "./api-key.ts";

describe("hashApiKey", () => {
  it("is SHA-256 in hex (FIPS 180-2 appendix B.1)", () => {
    expect(hashApiKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("sameHash", () => {
  it("is true for equal hashes only", () => {
    expect(sameHash(hashApiKey("a"), hashApiKey("a"))).toBe(true);
    expect(sameHash(hashApiKey("a"), hashApiKey("b"))).toBe(false);
    expect(sameHash(hashApiKey("a"), hashApiKey("a").slice(2))).toBe(false);
    expect(sameHash("", hashApiKey("a"))).toBe(false);
    expect(sameHash("", "")).toBe(false);
  });
});
