import { describe, expect, it } from "vitest";
import { makeDeviceKey } from "../keyholder/device-key.ts";
import { readStoredToken, type StoredToken } from "./stored-token.ts";

async function token(): Promise<StoredToken> {
  return {
    format: 1,
    id: "a",
    order: 0,
    name: null,
    institution: {
      serviceId: "10121234",
      nameJa: "大空信用組合",
      nameEn: "Ozora Credit Union",
      supportPhone: "0120-000-123",
      supportHoursJa: "平日9時〜17時",
      supportHoursEn: "weekdays 9–17",
      browserTab: true,
    },
    userId: "1234567890123ABC",
    parameters: { algorithm: "SHA-256", digits: 8, periodSeconds: 60 },
    protection: await makeDeviceKey(new Uint8Array(32).fill(7), "SHA-256"),
    state: "activated",
    createdAtMs: 1_795_953_600_000,
  };
}

describe("a stored token", () => {
  it("is read back when it is whole", async () => {
    const whole = await token();
    expect(readStoredToken(whole)).toBe(whole);
  });

  it("is unreadable when any part is missing or of another kind", async () => {
    const whole = await token();
    for (const part of Object.keys(whole)) {
      expect([part, readStoredToken({ ...whole, [part]: undefined })]).toEqual([part, undefined]);
    }
    for (const record of [undefined, null, "token", 1, []]) expect(readStoredToken(record)).toBeUndefined();
  });

  it("of a newer format is not guessed at", async () => {
    expect(readStoredToken({ ...(await token()), format: 2 })).toBeUndefined();
  });

  it("never holds a key that can be read out", async () => {
    const whole = await token();
    for (const key of [whole.protection.otpKey, whole.protection.receiptKey]) {
      await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow(/not extractable/);
    }
    const open = await crypto.subtle.importKey("raw", new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, true, [
      "sign",
    ]);
    const protection = { ...whole.protection, otpKey: open };
    expect(readStoredToken({ ...whole, protection })).toBeUndefined();
  });

  it("keeps the receipt's algorithm apart from the codes' own", async () => {
    const { otpKey, receiptKey } = await makeDeviceKey(new Uint8Array(32), "SHA-1");
    expect(otpKey.algorithm).toMatchObject({ name: "HMAC", hash: { name: "SHA-1" } });
    expect(receiptKey.algorithm).toMatchObject({ name: "HMAC", hash: { name: "SHA-256" } });
  });
});
