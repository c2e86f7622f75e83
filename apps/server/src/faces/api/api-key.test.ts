import { describe, expect, it } from "vitest";
import { hashApiKey, newApiKey, sameHash } from "./api-key.ts";

describe("newApiKey", () => {
  it("has the form wrf_KEYID_RANDOM, names itself in its ID and is found by its hash", () => {
    const { apiKey, keyId, keyHash } = newApiKey();
    expect(apiKey).toMatch(/^wrf_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);
    expect(apiKey.split("_")[1]).toBe(keyId);
    expect(keyHash).toBe(hashApiKey(apiKey));
  });

  it("is different every time", () => {
    expect(newApiKey().apiKey).not.toBe(newApiKey().apiKey);
  });
});

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
  });
});
