import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applicationSchema, stopSchema } from "./application.ts";
import { customerIdSchema } from "./customer.ts";
import { otpSchema, verificationSchema } from "./verification.ts";
import { wireCodes } from "./wire-codes.ts";

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe("otpSchema", () => {
  it("takes six to eight ASCII digits in a string and nothing else", () => {
    for (const otp of ["123456", "1234567", "12345678", "00000000"]) expect(takes(otpSchema, otp)).toBe(true);
    for (const otp of [
      ...Array.from({ length: 33 }, (_, length) => "1".repeat(length)).filter(({ length }) => length < 6 || length > 8),
      "1234567 ",
      " 1234567",
      "1234 5678",
      "1234567\n",
      "12345678\n",
      "1234567\t",
      "1234567\u00a0",
      "1234567\u200b",
      "１２３４５６７８",
      "١٢٣٤٥٦٧٨",
      "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
      "+1234567",
      "-1234567",
      "1e7",
      "0x123456",
      "1234567a",
      12_345_678,
      ["12345678"],
      { 0: "1" },
      null,
      undefined,
      true,
    ]) {
      expect(takes(otpSchema, otp), JSON.stringify(otp)).toBe(false);
    }
  });

  it("takes no string outside the grammar, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        expect(takes(otpSchema, text)).toBe(/^[0-9]{6,8}$/.test(text));
      }),
    );
  });
});

describe("bodies", () => {
  it("refuse unknown fields", () => {
    const verification = { otp: "12345678", purpose: "login" };
    expect(takes(verificationSchema, verification)).toBe(true);
    expect(takes(verificationSchema, { ...verification, extra: 1 })).toBe(false);
    expect(takes(applicationSchema, { name: "大空花子", extra: 1 })).toBe(false);
    expect(takes(stopSchema, { reason: "lost", extra: 1 })).toBe(false);
  });

  it("take lines of text without control or invisible characters", () => {
    expect(takes(stopSchema, { reason: "紛失（お電話）" })).toBe(true);
    for (const reason of ["", "a\nb", "a\u2028b", "a\u202eb", "a\u0000", "\ud800", "a\u200b", "x".repeat(65)]) {
      expect(takes(stopSchema, { reason }), JSON.stringify(reason)).toBe(false);
    }
  });
});

describe("customerIdSchema", () => {
  it("takes the institution's keys, and no path", () => {
    for (const id of ["hanako", "A-1_b.c", "0", "...", "x".repeat(64)]) expect(takes(customerIdSchema, id)).toBe(true);
    for (const id of ["", ".", "..", "a/b", "a b", "ａ", "a\n", "x".repeat(65), 1, null]) {
      expect(takes(customerIdSchema, id), String(id)).toBe(false);
    }
  });
});

describe("wireCodes", () => {
  it("carry a status of an error and one sentence", () => {
    for (const [code, { status, message }] of Object.entries(wireCodes)) {
      expect(code).toMatch(/^[a-z_]+$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(message).toMatch(/\.$/);
    }
  });
});
