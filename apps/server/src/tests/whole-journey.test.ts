import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendDueMails } from "../mail/send-mail.ts";
import type { Mail } from "../mail/mail.ts";
import { apiKey, clientSecret, openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { issueAt, TestPhone } from "./set-up-by-hand.ts";
import type { Registered } from "./set-up-by-hand.ts";
import type { TestBrowser } from "./test-browser.ts";

const customerId = "customer-hanako-77";
const mobileEmail = "hanako.private+77@oozora.co.jp";
const activationPassword = "48151623";

let faces: AllFaces;
let phone: TestPhone;
let registered: Registered;
let link: string;
const browsers: TestBrowser[] = [];
const codes: string[] = [];
const mails: Mail[] = [];
const answers: string[] = [];

/** Everything a customer, a bank and a branch do, and a good deal of what they do wrong. */
beforeAll(async () => {
  faces = await openAllFaces();
  const { test } = faces;
  const gate = faces.browser("gate");
  const teller = faces.browser("console");
  browsers.push(gate, teller);

  link = await faces.staffLink();
  await teller.post("/sign-in/link", { link });
  const fields = {
    customerId,
    name: "大空花子",
    nameKana: "オオゾラ ハナコ",
    accountNumber: "7654321",
    phone: "03-9999-1234",
  };
  const asked = await teller.post("/applications/new", {
    ...fields,
    identityCheck: "driverLicence",
    reason: "newApplication",
  });
  const check = String(asked.headers.location);
  const seen = /name="seen" value="([0-9a-f]+)"/.exec((await teller.get(check)).body)?.[1] ?? "";
  await teller.post(check, { seen });
  await teller.post("/search/quick", { q: customerId });
  answers.push((await teller.get(`/customers/${customerId}?lang=ja`)).body);

  const here = await faces.openVisit(gate, customerId);
  await gate.get(here);
  await gate.post(`${here}/issue`, { mobileEmail, mobileEmailAgain: "x", registrationRecord: "nonsense" });
  registered = await issueAt(gate, here, { activationPassword, mobileEmail });
  await gate.get(here);
  const sender = {
    send: (mail: Mail) => Promise.resolve((mails.push(mail), { kind: "sent" } as const)),
    close: () => undefined,
  };
  await sendDueMails(test.service, sender);

  const wrong = new TestPhone(faces, registered.userId, "99999999");
  await wrong.start();
  await wrong.finish();
  phone = new TestPhone(faces, registered.userId, activationPassword);
  await phone.start();
  await phone.finish();
  await phone.receipt();

  codes.push(phone.code());
  await gate.post(`${here}/confirm`, { otp: "00000000" });
  await gate.post(`${here}/confirm`, { otp: phone.code() });
  const done = await gate.post(`${here}/continue`);
  await gate.get(String(done.headers.location).replace(/^https:\/\/[^/]+/, ""));

  test.clock.nowMs += 60_000;
  codes.push(phone.code());
  const verify = (otp: string) => faces.askApi("POST", `${customerId}/verifications`, { otp, purpose: "login" });
  answers.push(JSON.stringify([await verify(phone.code()), await verify(phone.code()), await verify("1234567")]));
  answers.push(JSON.stringify(await faces.askApi("GET", customerId)));
  answers.push((await teller.get(`/customers/${customerId}?lang=en`)).body);
  answers.push((await faces.apps.ops.inject("/metrics")).body);
  await faces.apps.token.inject(`/activation/institution/${registered.userId}?x=${activationPassword}`);
  await faces.apps.gate.inject(`/interaction/${customerId}?otp=${phone.code()}`);
  await teller.post("/sign-out");
});
afterAll(() => faces.close());

function secrets(): readonly (readonly [string, string])[] {
  return [
    ["the activation password", activationPassword],
    ["the registration record", registered.registrationRecord],
    ["KE2", phone.started?.ke2 ?? ""],
    ["KE3", phone.ke3],
    ["the exchange", phone.started?.exchangeId ?? ""],
    ["the receipt", phone.receiptSent],
    ["the token's key, base64url", Buffer.from(phone.tokenKey).toString("base64url")],
    ["the token's key, base64", Buffer.from(phone.tokenKey).toString("base64")],
    ["the token's key, hex", Buffer.from(phone.tokenKey).toString("hex")],
    ["the API key", apiKey],
    ["the API key's secret part", apiKey.slice(21)],
    ["the client secret", clientSecret],
    ["the sign-in link", link],
    ...codes.map((code) => ["a code", code] as const),
    ...browsers.flatMap((browser) => browser.cookieValues()).map((value) => ["a cookie", value] as const),
  ];
}

/** Named in records that need them, but not in a log. */
function personal(): readonly (readonly [string, string])[] {
  return [
    ["the user ID", registered.userId],
    ["the mail address", mobileEmail],
    ["its first part", "hanako.private"],
    ["the customer ID", customerId],
    ["the name", "大空花子"],
    ["the phone number", "03-9999-1234"],
    ["the account number", "7654321"],
  ];
}

describe("a whole journey, from the branch to the first log-in", () => {
  it("came to its end", async () => {
    const { institutionId } = faces.test.institution;
    const { tokens } = await faces.test.service.storage.look({ institutionId, customerId });
    expect(tokens).toMatchObject([{ life: "inUse", lastStep: expect.any(Number) }]);
    expect(answers[1]).toContain('"accepted":true');
    expect(answers[1]).toContain('"reason":"used"');
    expect(mails).toHaveLength(1);
  });

  it("leaves no secret and nobody's name or address in the log (I9)", () => {
    const log = faces.test.logged();
    expect(log.split("\n").length).toBeGreaterThan(25);
    expect(browsers.flatMap((browser) => browser.cookieValues()).length).toBeGreaterThanOrEqual(4);
    for (const [what, secret] of [...secrets(), ...personal()]) {
      expect([what, secret.length > 3 && !log.includes(secret)]).toEqual([what, true]);
    }
  });

  it("leaves no secret, no address and no whole user ID in the audit log (I9)", async () => {
    const { institutionId } = faces.test.institution;
    const events = JSON.stringify(await faces.test.service.storage.eventsOfCustomer(institutionId, customerId, 1000));
    expect(events).toContain("token.confirmed");
    for (const [what, secret] of [...secrets(), ...personal().slice(0, 3)]) {
      expect([what, events.includes(secret)]).toEqual([what, false]);
    }
  });

  it("leaves no secret in any page, answer or metric that others see", () => {
    for (const [what, secret] of secrets()) {
      expect([what, answers.some((answer) => answer.includes(secret))]).toEqual([what, false]);
    }
    expect(answers.join("")).not.toContain(mobileEmail);
    for (const [, value] of personal()) expect(answers.at(-1)).not.toContain(value);
  });

  it("leaves in the mail neither IDs nor secrets, and only the configured address (手順2)", () => {
    const [{ subject, text, to } = { subject: "", text: "", to: "" }] = mails;
    expect(to).toBe(mobileEmail);
    for (const [what, secret] of [...secrets(), ...personal().slice(0, 1), ["the customer ID", customerId] as const]) {
      expect([what, (subject + text).includes(secret)]).toEqual([what, false]);
    }
    expect(
      text.match(/https?:\/\/[^\s)）]+/g)?.every((address) => address.startsWith("https://token.example.jp")),
    ).toBe(true);
  });
});
