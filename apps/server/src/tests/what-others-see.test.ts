import type { EventType } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { issueAt, registerAt, TestPhone } from "./set-up-by-hand.ts";
import { operatorEvent } from "../commands/operator.ts";

const markup = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>&lt;`;

let faces: AllFaces;
beforeAll(async () => {
  faces = await openAllFaces();
});
afterAll(() => faces.close());

describe("text that one person writes and another one sees", () => {
  it("stays text on every page, whoever wrote it: bank, staff, operator, customer", async () => {
    const { service, institution, clock } = faces.test;
    const { institutionId } = institution;
    const saved = (type: EventType) => operatorEvent(type, clock.nowMs, institutionId);
    const customerId = "marked";
    const profile = { name: markup, nameKana: "カナ", branchCode: "001", accountNumber: "1", phone: "03" };
    await faces.askApi("PUT", `${customerId}/application`, { name: markup });
    await faces.askApi("PUT", `${customerId}/application`, profile);
    await service.storage.changeClient("ozora-bank", (client) => ({
      changed: { ...client, name: markup },
      event: saved("client.saved"),
    }));
    const teller = await service.storage.staff("teller-1");
    if (teller === null) throw new Error("no teller");
    await service.storage.putStaff({ ...teller, name: markup, branchName: markup }, saved("staff.saved"));
    const texts = {
      nameJa: markup,
      nameEn: markup,
      supportPhone: markup,
      supportHoursJa: markup,
      supportHoursEn: markup,
    };
    await service.storage.putInstitution({ ...institution, texts }, saved("institution.saved"));

    const pages: (readonly [string, string])[] = [];
    const gate = faces.browser("gate");
    const desk = await faces.signedIn();
    const look = async (browser: typeof gate, ...urls: readonly string[]) => {
      for (const url of urls) pages.push([url, (await browser.get(url)).body]);
    };

    const here = await faces.openVisit(gate, customerId);
    await look(gate, here, `${here}?lang=en`, `${here}/help`, "/nowhere");
    await gate.post(`${here}/issue`, { mobileEmail: markup, mobileEmailAgain: markup });
    await look(gate, here);
    const { userId } = await issueAt(gate, here);
    await look(gate, here, `${here}?lang=en`);
    await gate.post(`${here}/confirm`, { otp: markup });
    await look(gate, here);
    const phone = new TestPhone(faces, userId);
    for (const message of ["start", "finish", "receipt"] as const) await phone[message]();
    await gate.post(`${here}/confirm`, { otp: phone.code() });
    await look(gate, here);
    const verification = { otp: "00000000", purpose: "login", reference: markup };
    expect((await faces.askApi("POST", `${customerId}/verifications`, verification)).status).toBe(200);
    expect((await faces.askApi("POST", `${customerId}/suspend`, { reason: markup })).status).toBe(200);
    await look(gate, await faces.openVisit(gate, customerId));

    const customer = `/customers/${customerId}`;
    await look(desk, "/", customer, `${customer}?lang=en`, `${customer}/resume`, "/passkeys");
    await look(
      desk,
      `/applications/new?customerId=${customerId}`,
      `/applications/new?order=${encodeURIComponent(markup)}`,
    );
    await desk.post("/search", { nameKana: markup, customerId: markup });
    await look(desk, "/search");
    await desk.post("/search/quick", { q: markup });
    await look(desk, "/search");

    expect(pages.filter(([, page]) => page.includes("&#60;script&#62;")).length).toBeGreaterThan(15);
    for (const [url, page] of pages) {
      expect([url, page.length > 500]).toEqual([url, true]);
      expect([url, /<script>|<img|onerror=alert\(1\)>|"'>/.test(page)]).toEqual([url, false]);
      expect([url, /<[^>]* on\w+=|<[^>]* style=/.test(page.replaceAll(/"[^"]*"/g, '""'))]).toEqual([url, false]);
      for (const [script] of page.matchAll(/<script[^>]*>[^<]*/g)) {
        expect([url, script]).toEqual([url, expect.stringMatching(/^<script type="module" src="\/assets\/[^"]+">$/)]);
      }
    }
  });
});

describe("the address of 手順1", () => {
  it("is one address of the grammar, or nothing is issued and no mail is queued", async () => {
    const customerId = "addressed";
    await faces.askApi("PUT", `${customerId}/application`);
    const browser = faces.browser("gate");
    const here = await faces.openVisit(browser, customerId);
    const { registrationId, registrationRecord } = await registerAt(browser, here, "48151623");
    const registration = `registrationId=${registrationId}&registrationRecord=${registrationRecord}`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    // What is stripped for people (spaces, line ends and marks around one address) leaves one address or none.
    const hostile = [
      "a@b.jp,c@d.jp",
      "a@b.jp;c@d.jp",
      "a@b.jp c@d.jp",
      "a@b.jp\r\nBcc: c@d.jp",
      "a@b.jp\nc@d.jp",
      "a@b.jp\u2028c@d.jp",
      "a@b.jp\u0000",
      '"a b"@c.jp',
      "<a@b.jp>",
      "A <a@b.jp>",
      "group:a@b.jp;",
      "a@[127.0.0.1]",
      "a@127.0.0.1",
      "a@localhost",
      "a@b.jp@c.jp",
      "ａ＠ｂ．ｊｐ，ｃ＠ｄ．ｊｐ",
      `${"a".repeat(65_000)}@b.jp`,
      `a@${"b.".repeat(30_000)}jp`,
    ];
    const pairs = hostile.map((address) => {
      const sent = encodeURIComponent(address);
      return `mobileEmail=${sent}&mobileEmailAgain=${sent}`;
    });
    const doubled = "mobileEmail=a%40b.jp&mobileEmail=c%40d.jp&mobileEmailAgain=a%40b.jp&mobileEmailAgain=c%40d.jp";
    const arrays =
      "mobileEmail[]=a%40b.jp&mobileEmail[]=c%40d.jp&mobileEmailAgain[]=a%40b.jp&mobileEmailAgain[]=c%40d.jp";
    for (const fields of [...pairs, doubled, arrays]) {
      const payload = `${fields}&${registration}`;
      const answer = await browser.ask({ method: "POST", url: `${here}/issue`, headers, payload });
      expect([fields.slice(0, 80), [303, 413].includes(answer.statusCode)]).toEqual([fields.slice(0, 80), true]);
    }
    const json = { mobileEmail: ["a@b.jp", "c@d.jp"], mobileEmailAgain: ["a@b.jp", "c@d.jp"] };
    await browser.postJson(`${here}/issue`, { ...json, registrationId, registrationRecord });

    const { institutionId } = faces.test.institution;
    const { storage } = faces.test.service;
    expect((await storage.look({ institutionId, customerId })).tokens).toEqual([]);
    const due = await storage.claimDueMails(faces.test.clock.nowMs + 86_400_000, 100, 1);
    expect(due.filter((mail) => mail.customerId === customerId)).toEqual([]);
    await browser.post(`${here}/issue`, {
      mobileEmail: "hanako@oozora.co.jp",
      mobileEmailAgain: "hanako@oozora.co.jp",
      registrationId,
      registrationRecord,
    });
    expect((await storage.look({ institutionId, customerId })).tokens).toHaveLength(1);
  });
});
