import { describe, expect, it } from "vitest";
import { startActivation } from "./phone.ts";
import { identities, isIssuance, keyStretching, receiptText, tokenKeyInfo } from "./protocol.ts";
import { sampleIssuance, sampleParameters } from "./sample-issuance.ts";
import { makeActivationServer } from "./server.ts";

/** A registration of the password 48151623 made by the first release. The key pair in it was made for this test and opens nothing. */
const firstRelease = {
  issuance: { serviceId: "10121234", userId: "DAKTM6N9DAKTM6NA" },
  serverSetup:
    "KXyEcrFilBackapF2_PAP-0zXkFbBau1zR5CoWpoIogKbbQxMsZTLsfsHWj_QSj6a6y_1chHHw8Th_tmOuolIrNeD3Tf5793b1t0hsx0l5vyKwZ_K_sG" +
    "1rFy5xQ1SI8BZPF7AkANlWr3ZTPhsm4djf5VRroc1uYvfe-d867ntUo",
  registrationRecord:
    "3MjGZWj3k3-nTDmfksei60E-k8tNLcWZ-7yHuH8TcDGq0Y59K9rerm1Qm7LGZzavQjGIkPSjUQOtvRQIP7UFrzrzthfWd-AbQ6BzYykEbhSyI9HVMDj8" +
    "tCRIprm5hQYmNW6-lYZKJveWtqO879g8YFjOyVfk7-A-AmJ_5wEVHd5AGwDD2tGR-wzsXqpeKRo7HevG1NsZ8Cx6Y3Cbwr4sj-mEsnJVqdKQYQWNNGmw" +
    "hzsmnMEew4g6Z8G7-gHVtHXU",
};

describe("version 1 of the key agreement", () => {
  it("is these texts and this key stretching, for ever", () => {
    const issuance = { serviceId: "10121234", userId: "DAKTM6N9DAKTM6NA" };
    expect(identities(issuance)).toEqual({
      client: "10121234|DAKTM6N9DAKTM6NA",
      server: "warifu activation v1|ristretto255-SHA512|3DH|Argon2id",
    });
    expect(tokenKeyInfo(issuance, sampleParameters)).toBe("warifu token v1|10121234|DAKTM6N9DAKTM6NA|SHA-256|8|60");
    expect(receiptText(issuance)).toBe("warifu receipt v1|10121234|DAKTM6N9DAKTM6NA");
    expect(keyStretching).toBe("memory-constrained");
  });

  it("activates what the first release registered", async () => {
    const { issuance, serverSetup, registrationRecord } = firstRelease;
    const server = await makeActivationServer({ serverSetup });
    const phone = await startActivation({ ...issuance, activationPassword: "48151623" });
    const request = { ...issuance, registrationRecord, ke1: phone.ke1, parameters: sampleParameters };
    const started = server.start(request);
    const agreed = phone.finish(started.ok ? started.ke2 : "", sampleParameters);
    const finished = server.finish({
      exchangeState: started.ok ? started.exchangeState : "",
      ke3: agreed?.ke3 ?? "",
    });
    expect(agreed).toBeDefined();
    expect(finished).toEqual({ ok: true, tokenKey: agreed?.tokenKey });
  });
});

it("isIssuance takes IDs in their strict grammar only", () => {
  expect(isIssuance(sampleIssuance)).toBe(true);
  for (const changes of [
    { serviceId: "" },
    { serviceId: "1012123|" },
    { userId: "" },
    { userId: "1234567890123ABC" },
  ]) {
    expect(isIssuance({ ...sampleIssuance, ...changes })).toBe(false);
  }
});
