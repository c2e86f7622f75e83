import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKe1, isKe3 } from "./messages.ts";
import { receiptFor, startActivation } from "./phone.ts";
import type { PhoneEntries } from "./phone.ts";
import {
  otherUserId,
  sampleIssuance,
  sampleParameters,
  samplePassword,
  sampleService,
  startExchange,
  withOtherByte,
} from "./sample-issuance.ts";

const service = await sampleService();
const entries: PhoneEntries = { ...sampleIssuance, activationPassword: samplePassword };

describe("startActivation", () => {
  it("sends messages of the protocol, in which neither the password nor the key stands", async () => {
    const { phone, ke2 } = await startExchange(service);
    const agreed = phone.finish(ke2, sampleParameters);
    expect(isKe1(phone.ke1)).toBe(true);
    expect(isKe3(agreed?.ke3)).toBe(true);
    expect(agreed?.tokenKey).toHaveLength(32);
    for (const message of [phone.ke1, ke2, agreed?.ke3 ?? ""]) {
      const bytes = Buffer.from(message, "base64url");
      expect(bytes.includes(samplePassword)).toBe(false);
      expect(bytes.includes(agreed?.tokenKey ?? "")).toBe(false);
    }
  });

  it("finishes once", async () => {
    const { phone, ke2 } = await startExchange(service);
    expect(phone.finish(ke2, sampleParameters)).toBeDefined();
    expect(phone.finish(ke2, sampleParameters)).toBeUndefined();
  });

  it("gives undefined for a wrong password", async () => {
    const { phone, ke2 } = await startExchange(service, { password: "48151624" });
    expect(phone.finish(ke2, sampleParameters)).toBeUndefined();
  });

  it("gives undefined for a user ID that nobody has", async () => {
    const { phone, ke2 } = await startExchange(service, { record: null });
    expect(phone.finish(ke2, sampleParameters)).toBeUndefined();
  });

  it.each([
    ["user ID", { ...sampleIssuance, userId: otherUserId }],
    ["service ID", { ...sampleIssuance, serviceId: "99999999" }],
  ])("gives undefined when the service meant another %s", async (_, issuance) => {
    const { phone, ke2 } = await startExchange(service, { issuance });
    expect(phone.finish(ke2, sampleParameters)).toBeUndefined();
  });

  it("gives undefined for the answer to another phone's message", async () => {
    const [one, other] = [await startExchange(service), await startExchange(service)];
    expect(one.phone.finish(other.ke2, sampleParameters)).toBeUndefined();
  });

  it.each([0, 31, 32, 64, 191, 192, 224, 256, 319])(
    "gives undefined when byte %i of the answer was changed on the way",
    async (at) => {
      const { phone, ke2 } = await startExchange(service);
      expect(phone.finish(withOtherByte(ke2, at), sampleParameters)).toBeUndefined();
    },
  );

  it("gives undefined for whatever is no answer, and is finished by it", async () => {
    const { ke2: right } = await startExchange(service);
    for (const answer of ["", "AAAA", `${right}=`, [right], null, undefined, {}]) {
      const { phone, ke2 } = await startExchange(service);
      expect(phone.finish(answer as string, sampleParameters)).toBeUndefined();
      expect(phone.finish(ke2, sampleParameters)).toBeUndefined();
    }
  });

  it("gives undefined for random bytes of the right length", async () => {
    const random = fc.uint8Array({ minLength: 320, maxLength: 320 });
    const property = fc.asyncProperty(random, async (bytes) => {
      const phone = await startActivation(entries);
      expect(phone.finish(Buffer.from(bytes).toString("base64url"), sampleParameters)).toBeUndefined();
    });
    await fc.assert(property, { numRuns: 10 });
  });

  it("gives undefined when no token could be made with the parameters", async () => {
    for (const parameters of [
      undefined,
      { ...sampleParameters, digits: 5 },
      { ...sampleParameters, algorithm: "MD5" },
    ]) {
      const { phone, ke2 } = await startExchange(service);
      expect(phone.finish(ke2, parameters as typeof sampleParameters)).toBeUndefined();
    }
  });

  it("refuses entries that are not in their grammar before a try is spent", async () => {
    for (const changes of [
      { activationPassword: "123" },
      { activationPassword: "１２３４" },
      { activationPassword: "1234 " },
      { serviceId: "1012-1234" },
      { userId: sampleIssuance.userId.toLowerCase() },
      { userId: "1234567890123ABC" },
    ]) {
      await expect(startActivation({ ...entries, ...changes })).rejects.toThrow(RangeError);
    }
  });
});

describe("receiptFor", () => {
  it("is made from a key that cannot be read out", async () => {
    const tokenKey = new Uint8Array(32).fill(9);
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", tokenKey, hmac, false, ["sign"]);
    const receipt = await receiptFor(key, sampleIssuance);
    expect(service.server.receiptMatches(tokenKey, sampleIssuance, receipt)).toBe(true);
    expect(await receiptFor(tokenKey, sampleIssuance)).toBe(receipt);
  });
});
