import { describe, expect, it } from "vitest";
import { startRegistration } from "./browser.ts";
import { isRegistrationRecord, isRegistrationRequest } from "./messages.ts";
import { sampleIssuance, samplePassword, withOtherByte } from "./sample-issuance.ts";
import { createServerSetup, makeActivationServer } from "./server.ts";

const server = await makeActivationServer({ serverSetup: await createServerSetup() });

async function begun(password = samplePassword) {
  const registration = await startRegistration(password);
  const { registrationRequest } = registration;
  const answer = server.registrationResponse({ ...sampleIssuance, registrationRequest });
  return { registration, response: answer.ok ? answer.value : "" };
}

describe("startRegistration", () => {
  it("sends messages of the protocol, in which the password does not stand", async () => {
    const { registration, response } = await begun();
    const { registrationRecord } = registration.finish(response, sampleIssuance);
    expect(isRegistrationRequest(registration.registrationRequest)).toBe(true);
    expect(isRegistrationRecord(registrationRecord)).toBe(true);
    for (const sent of [registration.registrationRequest, registrationRecord]) {
      expect(sent).not.toContain(samplePassword);
      expect(Buffer.from(sent, "base64url").includes(samplePassword)).toBe(false);
    }
  });

  it("sends something else each time for the same password", async () => {
    const requests = await Promise.all([begun(), begun(), begun()]);
    expect(new Set(requests.map(({ registration }) => registration.registrationRequest)).size).toBe(3);
  });

  it("finishes once", async () => {
    const { registration, response } = await begun();
    registration.finish(response, sampleIssuance);
    expect(() => registration.finish(response, sampleIssuance)).toThrow("has been finished");
  });

  it.each([
    ["no message", ""],
    ["a short message", "AAAA"],
    ["bytes that are no point of the group", Buffer.alloc(64, 0xff).toString("base64url")],
    ["the neutral element", Buffer.alloc(64, 0).toString("base64url")],
  ])("throws for %s as the answer, and is finished", async (_, answer) => {
    const { registration, response } = await begun();
    expect(() => registration.finish(answer, sampleIssuance)).toThrow(Error);
    expect(() => registration.finish(response, sampleIssuance)).toThrow("has been finished");
  });

  it("throws for IDs in which the borders of the bound names could move", async () => {
    for (const issuance of [
      { ...sampleIssuance, serviceId: "1012123|" },
      { ...sampleIssuance, userId: `${sampleIssuance.userId}|` },
      { ...sampleIssuance, userId: sampleIssuance.userId.toLowerCase() },
    ]) {
      const { registration, response } = await begun();
      expect(() => registration.finish(response, issuance)).toThrow("no registration response");
    }
  });

  it("makes another record from an answer that was changed on the way, or throws", async () => {
    const { registration, response } = await begun();
    const { registrationRecord } = registration.finish(response, sampleIssuance);
    for (const at of [0, 31, 32, 63]) {
      const second = await startRegistration(samplePassword);
      let record = "";
      try {
        record = second.finish(withOtherByte(response, at), sampleIssuance).registrationRecord;
      } catch {
        // Most changed bytes are no point any more.
      }
      expect(record).not.toBe(registrationRecord);
    }
  });

  it("refuses a password that could not be typed on the phone again", async () => {
    for (const password of ["", "123", "123456789", "１２３４", "12 34", "abcd", ["4815"], null]) {
      await expect(startRegistration(password as string)).rejects.toThrow(RangeError);
    }
  });
});
