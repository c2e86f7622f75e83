import { afterEach, describe, expect, it } from "vitest";
import { base32Encode } from "@warifu/otp";
import { closeWindows, openPc, openPhone } from "./harness/journey.ts";
import { newApplicant } from "./harness/people.ts";
import { startRecordingProxy } from "./harness/recording-proxy.ts";
import { confirmCode, logInAndIssue, readCode, setUpApp } from "./harness/steps.ts";
import { noteTokenKey } from "./harness/token-key.ts";

afterEach(closeWindows);

describe("on the whole way from 手順1 to 手順5", () => {
  it("neither the activation password nor the token's key is in any request or answer", async () => {
    const proxy = await startRecordingProxy();
    const person = await newApplicant();
    const [pc, phone] = [await openPc("ja", proxy.way), await openPhone("ja", proxy.way)];
    const activationPassword = "20314253";
    const mobileEmail = `${person.customerId}@example.jp`;
    const tokenKey = await noteTokenKey(phone.page);

    const userId = await logInAndIssue(pc.page, person, { mobileEmail, activationPassword });
    await setUpApp(phone.page, { serviceId: "10121234", userId, activationPassword });
    const code = await readCode(phone.page);
    await confirmCode(pc.page, code);
    await pc.page.getByText("G-130", { exact: true }).waitFor();
    await closeWindows();
    await proxy.close();

    const everything = Buffer.concat(proxy.recorded.map(({ bytes }) => bytes)).toString("latin1");
    // The control: what does travel is found, so the proxy saw the whole way.
    for (const seen of [userId, mobileEmail.replace("@", "%40"), code, "/activation/start", "/activation/receipt"]) {
      expect(everything.includes(seen), `${seen} should have been seen`).toBe(true);
    }
    const key = await tokenKey();
    expect(key).toHaveLength(32);
    const forms = [
      key.toString("latin1"),
      key.toString("hex"),
      key.toString("base64"),
      key.toString("base64url"),
      base32Encode(key),
    ];
    for (const form of [activationPassword, ...forms]) expect(everything.includes(form)).toBe(false);
    expect(everything.includes(Buffer.from(activationPassword).toString("base64"))).toBe(false);
  });
});
