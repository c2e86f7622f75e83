import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { makeUserId } from "@warifu/otp";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeBase64url } from "./base64url.ts";
import { receiptFor } from "./phone.ts";
import { createServerSetup, makeActivationServer } from "./server.ts";
import { statusProofFor } from "./status.ts";

const statement = {
  serviceId: "10121234",
  userId: makeUserId(new Uint8Array(10).fill(7)),
  madeAtMs: 1_795_953_600_000,
};
const keyBytes = new Uint8Array(32).fill(5);

let server: Awaited<ReturnType<typeof makeActivationServer>>;
let key: CryptoKey;
beforeAll(async () => {
  server = await makeActivationServer({ serverSetup: await createServerSetup() });
  key = await crypto.subtle.importKey("raw", keyBytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
});

describe("the phone's question about its token", () => {
  it("is signed with the token's key over service, user and moment", async () => {
    const text = `warifu status v1|10121234|${statement.userId}|1795953600000`;
    const expected = encodeBase64url(hmac(sha256, keyBytes, new TextEncoder().encode(text)));
    expect(await statusProofFor(key, statement)).toBe(expected);
    expect(server.statusProofMatches(keyBytes, statement, expected)).toBe(true);
  });

  it("fits no other key, issuance or moment", async () => {
    const proof = await statusProofFor(key, statement);
    const other = makeUserId(new Uint8Array(10).fill(8));
    expect(
      server.statusProofMatches(
        keyBytes.map((byte) => byte ^ 1),
        statement,
        proof,
      ),
    ).toBe(false);
    for (const changed of [
      { ...statement, userId: other },
      { ...statement, serviceId: "10121235" },
      { ...statement, madeAtMs: statement.madeAtMs + 1 },
      { ...statement, madeAtMs: Number.NaN },
      { ...statement, madeAtMs: -1 },
      { ...statement, madeAtMs: 1.5 },
      { ...statement, userId: `${statement.userId}|1` },
    ]) {
      expect(server.statusProofMatches(keyBytes, changed, proof)).toBe(false);
    }
    expect(server.statusProofMatches(keyBytes.slice(1), statement, proof)).toBe(false);
    for (const broken of ["", "A", proof.slice(1), `${proof}A`, `${proof.slice(0, -1)}=`]) {
      expect(server.statusProofMatches(keyBytes, statement, broken)).toBe(false);
    }
  });

  it("is no receipt, and a receipt is no such question", async () => {
    const proof = await statusProofFor(key, statement);
    const receipt = await receiptFor(key, statement);
    expect(server.receiptMatches(keyBytes, statement, proof)).toBe(false);
    expect(server.statusProofMatches(keyBytes, statement, receipt)).toBe(false);
  });
});
