import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { issueAt, registerAt, TestPhone } from "./set-up-by-hand.ts";
import type { TestBrowser } from "./test-browser.ts";

let faces: AllFaces;
beforeAll(async () => {
  faces = await openAllFaces();
});
afterAll(() => faces.close());

let people = 0;
async function applicant(): Promise<string> {
  people += 1;
  await faces.askApi("PUT", `person-${people}/application`);
  return `person-${people}`;
}

async function tokensOf(customerId: string) {
  const { institutionId } = faces.test.institution;
  return (await faces.test.service.storage.look({ institutionId, customerId })).tokens;
}

async function visit(customerId: string, purpose: "login" | "transfer" = "login") {
  const browser = faces.browser("gate");
  return { browser, here: await faces.openVisit(browser, customerId, purpose) };
}

/** 手順1, and a phone that has the right password. */
async function issued(customerId: string): Promise<TestPhone> {
  const { browser, here } = await visit(customerId);
  const { userId } = await issueAt(browser, here);
  return new TestPhone(faces, userId);
}

async function activated(customerId: string): Promise<TestPhone> {
  const phone = await issued(customerId);
  for (const message of ["start", "finish", "receipt"] as const) {
    expect((await phone[message]()).statusCode).toBe(200);
  }
  return phone;
}

/** Whether the gate says "proved" to the bank: it leads the browser back to where the code for the bank is made. */
async function isProved(browser: TestBrowser, here: string, step: string, otp = ""): Promise<boolean> {
  const answer = await browser.post(`${here}/${step}`, { otp });
  return String(answer.headers.location).includes("/openid/authorize");
}

/** Tries a code at every door there is; gives the doors that opened. */
async function doorsOpenTo(customerId: string, otp: string): Promise<string[]> {
  const open: string[] = [];
  for (const purpose of ["login", "transfer"] as const) {
    const { browser, here } = await visit(customerId, purpose);
    if (await isProved(browser, here, "verify", otp)) open.push(`gate verify, ${purpose}`);
    if (await isProved(browser, here, "continue", otp)) open.push(`gate continue, ${purpose}`);
  }
  const transfer = await visit(customerId, "transfer");
  await transfer.browser.post(`${transfer.here}/confirm`, { otp });
  for (const purpose of ["login", "transfer", "other"]) {
    const { body } = await faces.askApi("POST", `${customerId}/verifications`, { otp, purpose });
    if (JSON.stringify(body).includes('"accepted":true')) open.push(`api ${purpose}`);
  }
  if ((await tokensOf(customerId)).some(({ life }) => life === "inUse")) open.push("confirmed");
  return open;
}

const messages = ["start", "finish", "receipt"] as const;
const points = ["issue", ...messages] as const;

describe("before 手順5", () => {
  it.each(points)(
    "a code of the phone opens no door after %s, and only the receipt makes 手順5 possible (I5)",
    async (last) => {
      const customerId = await applicant();
      const phone = await issued(customerId);
      for (const message of messages.slice(0, points.indexOf(last))) await phone[message]();
      expect(await doorsOpenTo(customerId, phone.code())).toEqual([]);
      expect((await tokensOf(customerId)).map(({ lastStep }) => lastStep)).toEqual([-1]);
      const { browser, here } = await visit(customerId);
      await browser.post(`${here}/confirm`, { otp: phone.code() });
      expect(await isProved(browser, here, "continue")).toBe(last === "receipt");
    },
  );
});

describe("a stop between any two steps", () => {
  const stops: Record<string, (customerId: string) => Promise<unknown>> = {
    suspended: (customerId) => faces.askApi("POST", `${customerId}/suspend`, { reason: "lost" }),
    revoked: (customerId) => faces.askApi("POST", `${customerId}/revoke`, { reason: "lost" }),
    cancelled: (customerId) => faces.askApi("DELETE", `${customerId}/application`),
    expired: async () => {
      faces.test.clock.nowMs += faces.test.institution.policy.issuanceLifetimeSeconds * 1000;
    },
  };
  const cases = Object.keys(stops).flatMap((stop) => points.map((point) => [stop, point] as const));

  it.each(cases)("%s after %s: nothing after it leads into use, and no door opens", async (stop, point) => {
    const customerId = await applicant();
    const phone = await issued(customerId);
    const at = points.indexOf(point);
    for (const message of messages.slice(0, at)) await phone[message]();
    await stops[stop]?.(customerId);
    const before = (await tokensOf(customerId)).map(({ life }) => life);
    for (const message of messages.slice(at)) {
      const answer = await phone[message]();
      expect([message, [200, 403].includes(answer.statusCode)]).toEqual([message, true]);
      // A start is answered as to a wrong password; what comes after it is refused.
      if (message !== "start") expect([message, answer.statusCode]).toEqual([message, 403]);
    }
    const { browser, here } = await visit(customerId);
    await browser.post(`${here}/confirm`, { otp: phone.code() });
    expect(await isProved(browser, here, "continue")).toBe(false);
    expect(await doorsOpenTo(customerId, phone.code())).toEqual([]);
    const after = await tokensOf(customerId);
    expect(after.map(({ life }) => life)).toEqual(before);
    expect(after.every(({ lastStep }) => lastStep === -1)).toBe(true);
  });

  it.each(["suspended", "revoked", "cancelled"])(
    "%s while the customer reads that 手順5 is done: 続ける proves nothing to the bank any more",
    async (stop) => {
      const customerId = await applicant();
      const phone = await activated(customerId);
      const { browser, here } = await visit(customerId);
      await browser.post(`${here}/confirm`, { otp: phone.code() });
      expect((await tokensOf(customerId))[0]?.life).toBe("inUse");
      await stops[stop]?.(customerId);
      expect(await isProved(browser, here, "continue")).toBe(false);
    },
  );

  it("a suspended set-up goes on where it was once it is resumed", async () => {
    const customerId = await applicant();
    const phone = await activated(customerId);
    await stops["suspended"]?.(customerId);
    await faces.askApi("POST", `${customerId}/resume`, { reason: "found" });
    const { browser, here } = await visit(customerId);
    await browser.post(`${here}/confirm`, { otp: phone.code() });
    expect(await isProved(browser, here, "continue")).toBe(true);
  });
});

describe("the end of an issuance", () => {
  it.each([
    [-1000, 200],
    [0, 403],
    [1000, 403],
  ])("%i ms from it, finish and receipt answer %i", async (offsetMs, status) => {
    for (const last of ["finish", "receipt"] as const) {
      const customerId = await applicant();
      const phone = await issued(customerId);
      const end = (await tokensOf(customerId))[0]?.expiresAtMs ?? 0;
      faces.test.clock.nowMs = end - 30_000;
      await phone.start();
      if (last === "receipt") await phone.finish();
      faces.test.clock.nowMs = end + offsetMs;
      expect([last, (await phone[last]()).statusCode]).toEqual([last, status]);
    }
  });

  it.each([
    [-1, true],
    [0, false],
  ])("%i ms from it, 手順5 is taken: %s", async (offsetMs, taken) => {
    const customerId = await applicant();
    const phone = await activated(customerId);
    faces.test.clock.nowMs = ((await tokensOf(customerId))[0]?.expiresAtMs ?? 0) + offsetMs;
    const { browser, here } = await visit(customerId);
    await browser.post(`${here}/confirm`, { otp: phone.code() });
    expect(await isProved(browser, here, "continue")).toBe(taken);
  });
});

describe("two at once", () => {
  it("of two issuances at the same moment one is left, and the other's user ID fits no password", async () => {
    const customerId = await applicant();
    const tabs = await Promise.all([visit(customerId), visit(customerId), visit(customerId)]);
    const registered = await Promise.all(tabs.map(({ browser, here }) => registerAt(browser, here, "48151623")));
    const address = { mobileEmail: "hanako@oozora.co.jp", mobileEmailAgain: "hanako@oozora.co.jp" };
    await Promise.all(
      tabs.map(({ browser, here }, index) => {
        const { registrationId = "", registrationRecord = "" } = registered[index] ?? {};
        return browser.post(`${here}/issue`, { ...address, registrationId, registrationRecord });
      }),
    );
    const tokens = await tokensOf(customerId);
    const live = tokens.filter(({ life }) => life === "issued");
    expect([tokens.length, live.length]).toEqual([3, 1]);
    for (const { userId } of registered) {
      const phone = new TestPhone(faces, userId);
      await phone.start();
      expect((await phone.finish()).statusCode).toBe(userId === live[0]?.userId ? 200 : 403);
    }
  });

  it("of many confirms with one code one is accepted (I1)", async () => {
    const customerId = await applicant();
    const phone = await activated(customerId);
    const tabs = await Promise.all(Array.from({ length: 5 }, () => visit(customerId)));
    await Promise.all(tabs.map(({ browser, here }) => browser.post(`${here}/confirm`, { otp: phone.code() })));
    const proved = await Promise.all(tabs.map(({ browser, here }) => isProved(browser, here, "continue")));
    expect(proved.filter(Boolean)).toHaveLength(1);
    expect(await doorsOpenTo(customerId, phone.code())).toEqual(["confirmed"]);
  });

  it("two phones with the same IDs and password: one key is left, and only its phone confirms (I6)", async () => {
    const customerId = await applicant();
    const first = await issued(customerId);
    const userId = (await tokensOf(customerId))[0]?.userId ?? "";
    const second = new TestPhone(faces, userId);
    await Promise.all([first.start(), second.start()]);
    await Promise.all([first.finish(), second.finish()]);
    const receipts = await Promise.all([first.receipt(), second.receipt()]);
    expect(receipts.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 403]);
    const loser = receipts[0]?.statusCode === 200 ? second : first;
    const { browser, here } = await visit(customerId);
    await browser.post(`${here}/confirm`, { otp: loser.code() });
    expect(await isProved(browser, here, "continue")).toBe(false);
  });
});

describe("another customer's session", () => {
  it("confirms nothing: neither the owner's token nor its own", async () => {
    const [owner, stranger] = [await applicant(), await applicant()];
    const phone = await activated(owner);
    await activated(stranger);
    const { browser, here } = await visit(stranger);
    await browser.post(`${here}/confirm`, { otp: phone.code() });
    expect(await isProved(browser, here, "continue")).toBe(false);
    const lives = [...(await tokensOf(owner)), ...(await tokensOf(stranger))].map(({ life }) => life);
    expect(lives).toEqual(["activated", "activated"]);
  });

  it("finishes nothing with a KE3 that was seen before, by the same phone or another", async () => {
    const customerId = await applicant();
    const phone = await issued(customerId);
    await phone.start();
    const tapped = phone.started;
    await phone.finish();
    const { ke3 } = phone;
    const replay = (exchangeId: string | undefined) =>
      faces.browser("token").postJson("/activation/finish", { exchangeId, ke3 });
    expect((await replay(tapped?.exchangeId)).statusCode).toBe(403);
    await phone.start();
    expect((await replay(phone.started?.exchangeId)).statusCode).toBe(403);
  });
});
