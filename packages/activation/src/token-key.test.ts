import { createHash, hkdfSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleIssuance, sampleParameters, withOtherByte } from "./sample-issuance.ts";
import { deriveTokenKey } from "./token-key.ts";

const bytesAs = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString("base64url"));
const transcripts = fc.record({ ke1: bytesAs(96), ke2: bytesAs(320), ke3: bytesAs(64) });
const fixed = {
  ke1: Buffer.alloc(96, 1).toString("base64url"),
  ke2: Buffer.alloc(320, 2).toString("base64url"),
  ke3: Buffer.alloc(64, 3).toString("base64url"),
};
const sessionKey = Buffer.alloc(64, 4).toString("base64url");
const sample = deriveTokenKey(sessionKey, fixed, sampleIssuance, sampleParameters);

describe("deriveTokenKey", () => {
  it("is HKDF-SHA-256 with the transcript's hash as salt, as Node computes it", () => {
    fc.assert(
      fc.property(bytesAs(64), transcripts, (session, transcript) => {
        const { ke1, ke2, ke3 } = transcript;
        const all = [ke1, ke2, ke3].map((message) => Buffer.from(message, "base64url"));
        const salt = createHash("sha256").update(Buffer.concat(all)).digest();
        const info = `warifu token v1|${sampleIssuance.serviceId}|${sampleIssuance.userId}|SHA-256|8|60`;
        const theirs = hkdfSync("sha256", Buffer.from(session, "base64url"), salt, info, 32);
        expect(deriveTokenKey(session, transcript, sampleIssuance, sampleParameters)).toEqual(new Uint8Array(theirs));
      }),
    );
  });

  it.each([
    ["KE1", { ...fixed, ke1: withOtherByte(fixed.ke1, 0) }],
    ["KE2", { ...fixed, ke2: withOtherByte(fixed.ke2, 319) }],
    ["KE3", { ...fixed, ke3: withOtherByte(fixed.ke3, 30) }],
  ])("gives another key for another %s", (_, transcript) => {
    expect(deriveTokenKey(sessionKey, transcript, sampleIssuance, sampleParameters)).not.toEqual(sample);
  });

  it("gives another key for another session, service, user, hash, number of digits or period", () => {
    const { serviceId, userId } = sampleIssuance;
    const others = [
      deriveTokenKey(withOtherByte(sessionKey, 1), fixed, sampleIssuance, sampleParameters),
      deriveTokenKey(sessionKey, fixed, { serviceId: "10121235", userId }, sampleParameters),
      deriveTokenKey(sessionKey, fixed, { serviceId, userId: `${userId.slice(0, 15)}?` }, sampleParameters),
      deriveTokenKey(sessionKey, fixed, sampleIssuance, { ...sampleParameters, algorithm: "SHA-512" }),
      deriveTokenKey(sessionKey, fixed, sampleIssuance, { ...sampleParameters, digits: 6 }),
      deriveTokenKey(sessionKey, fixed, sampleIssuance, { ...sampleParameters, periodSeconds: 30 }),
    ];
    const keys = [sample, ...others].map((key) => Buffer.from(key).toString("hex"));
    expect(new Set(keys).size).toBe(7);
    for (const key of keys) expect(key).toHaveLength(64);
  });
});
