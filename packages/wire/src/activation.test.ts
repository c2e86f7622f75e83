import { makeUserId } from "@warifu/otp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activationFinishSchema,
  activationInstitutionPath,
  activationReceiptSchema,
  activationRefusalSchema,
  activationStartedSchema,
  activationStartSchema,
  activationStatus,
} from "./activation.ts";

const userId = makeUserId(new Uint8Array(10).fill(7));
const start = { serviceId: "10121234", userId, ke1: "A".repeat(128) };

describe("activation schemas", () => {
  it("take messages of the fixed lengths in base64url", () => {
    expect(activationStartSchema.parse(start)).toEqual(start);
    expect(activationFinishSchema.safeParse({ exchangeId: "a".repeat(43), ke3: "_".repeat(86) }).success).toBe(true);
    expect(activationReceiptSchema.safeParse({ serviceId: "10121234", userId, receipt: "-".repeat(43) }).success).toBe(
      true,
    );
  });

  it("refuse other lengths, alphabets, types and fields", () => {
    for (const broken of [
      { ...start, ke1: "A".repeat(127) },
      { ...start, ke1: "A".repeat(129) },
      { ...start, ke1: `${"A".repeat(127)}=` },
      { ...start, ke1: `${"A".repeat(128)}\n` },
      { ...start, ke1: ["A".repeat(128)] },
      { ...start, ke1: null },
      { ...start, serviceId: 10_121_234 },
      { ...start, serviceId: "１０１２１２３４" },
      { ...start, userId: userId.toLowerCase() },
      { ...start, userId: `${userId.slice(0, 15)}${userId.endsWith("A") ? "B" : "A"}` },
      { ...start, extra: true },
      { serviceId: start.serviceId, userId },
      [],
      null,
      "start",
    ]) {
      expect(activationStartSchema.safeParse(broken).success, JSON.stringify(broken)).toBe(false);
    }
  });

  it("never throw, for any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(activationStartSchema.safeParse(value).success).toBe(false);
        activationFinishSchema.safeParse(value);
        activationReceiptSchema.safeParse(value);
      }),
    );
  });

  it("let the phone read an answer of a newer service", () => {
    const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 };
    const answer = { exchangeId: "a".repeat(43), ke2: "b".repeat(427), triesLeft: 4, parameters };
    expect(activationStartedSchema.parse({ ...answer, later: 1 })).toEqual(answer);
  });
});

describe("activation codes", () => {
  it("each have an error status and are read back from a refusal", () => {
    for (const [code, status] of Object.entries(activationStatus)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(activationRefusalSchema.parse({ code })).toEqual({ code });
    }
    expect(activationRefusalSchema.safeParse({ code: "wrongPassword" }).success).toBe(false);
  });
});

describe("activationInstitutionPath", () => {
  it("cannot be led to another path", () => {
    expect(activationInstitutionPath("10121234")).toBe("/activation/institution/10121234");
    expect(activationInstitutionPath("../x")).toBe("/activation/institution/..%2Fx");
  });
});
