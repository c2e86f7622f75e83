import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totp } from "./hotp.ts";
import type { Algorithm, OtpParameters } from "./hotp.ts";
import { nodeHmac } from "./node.ts";
import { totpFromCryptoKey } from "./webcrypto.ts";

function importKey(bytes: Uint8Array, hash: Algorithm): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(bytes), { name: "HMAC", hash }, false, ["sign"]);
}

describe("totpFromCryptoKey", () => {
  it.each([
    // RFC 6238 Appendix B at 1111111109 s, with the seeds of its Appendix A.
    ["SHA-1", 20, "07081804"],
    ["SHA-256", 32, "68084774"],
    ["SHA-512", 64, "25091201"],
  ] as const)("agrees with RFC 6238 for %s from a key that cannot be read out", async (algorithm, length, code) => {
    const key = await importKey(new TextEncoder().encode("1234567890".repeat(7).slice(0, length)), algorithm);
    expect(key.extractable).toBe(false);
    expect(await totpFromCryptoKey(key, 1_111_111_109_000, { algorithm, digits: 8, periodSeconds: 30 })).toBe(code);
  });

  it("gives what node:crypto gives, for any key, time and parameters", async () => {
    const parameters: fc.Arbitrary<OtpParameters> = fc.record({
      algorithm: fc.constantFrom<Algorithm>("SHA-1", "SHA-256", "SHA-512"),
      digits: fc.constantFrom<OtpParameters["digits"]>(6, 7, 8),
      periodSeconds: fc.integer({ min: 1, max: 3600 }),
    });
    const keys = fc.uint8Array({ minLength: 1, maxLength: 150 });
    const property = fc.asyncProperty(keys, fc.nat(8.64e15), parameters, async (bytes, timeMs, wanted) => {
      const key = await importKey(bytes, wanted.algorithm);
      expect(await totpFromCryptoKey(key, timeMs, wanted)).toBe(totp(nodeHmac, bytes, timeMs, wanted));
    });
    await fc.assert(property);
  });

  it("refuses a key made for another hash, and a key that is none for HMAC", async () => {
    const parameters: OtpParameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 };
    const other = await importKey(new Uint8Array(20), "SHA-1");
    await expect(totpFromCryptoKey(other, 0, parameters)).rejects.toThrow(TypeError);
    const aes = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    await expect(totpFromCryptoKey(aes, 0, parameters)).rejects.toThrow(TypeError);
  });

  it("refuses times and digits that are out of range, like totp", async () => {
    const key = await importKey(new Uint8Array(20), "SHA-1");
    const parameters: OtpParameters = { algorithm: "SHA-1", digits: 6, periodSeconds: 30 };
    await expect(totpFromCryptoKey(key, -1, parameters)).rejects.toThrow(RangeError);
    await expect(totpFromCryptoKey(key, 0, { ...parameters, digits: 9 as 8 })).rejects.toThrow(RangeError);
  });
});
