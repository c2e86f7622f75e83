import type { AuditEvent, Institution } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeNow, issueAt, openGateBench, setUpPhone, visitGate } from "./testing/gate-bench.ts";
import type { GateBench } from "./testing/gate-bench.ts";

// Names are read strictly where they come in. Here one has got past that, by an older version or a hand in the database.

const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;

let bench: GateBench;
let institution: Institution;
beforeAll(async () => {
  bench = await openGateBench();
  const [plain] = await bench.service.storage.institutions();
  if (plain === undefined) throw new Error("no institution");
  institution = {
    ...plain,
    texts: { nameJa: markup, nameEn: markup, supportPhone: markup, supportHoursJa: markup, supportHoursEn: markup },
  };
  await bench.service.storage.putInstitution(institution, event("institution.saved"));
});
afterAll(() => bench.close());

function event(type: AuditEvent["type"]): AuditEvent {
  const actor = { kind: "operator", id: null, channel: "command" } as const;
  const { institutionId } = institution;
  return { type, atMs: bench.service.nowMs(), actor, institutionId, customerId: null, tokenId: null, detail: {} };
}

function expectText({ text }: { readonly text: string }, screenId: string): void {
  expect(text).toContain(`<span>${screenId}</span>`);
  expect(text).toMatch(/&#60;script&#62;alert/);
  expect([screenId, text.includes("<script>alert"), text.includes("<img src=x")]).toEqual([screenId, false, false]);
}

describe("an institution whose name is markup", () => {
  it.each(["ja", "en"])("shows it as text on every page of a visit and beside one (%s)", async (language) => {
    const customerId = `hanako-${language}`;
    await bench.applyFor(customerId);
    const { window, page, here } = await visitGate(bench, customerId, { ui_locales: language });
    expectText(page, "G-110");
    expectText(await issueAt(window, here), "G-120");
    await setUpPhone(bench, customerId);
    expectText(await window.post(`${here}/confirm`, { otp: codeNow(bench) }), "G-130");
    await window.post(`${here}/continue`);
    expectText(await window.open(here), "G-431");
    expectText(await window.open("/no/such/page"), "G-490");
    bench.passMs(120_000);

    const transfer = await visitGate(bench, customerId, {
      ui_locales: language,
      warifu_purpose: "transfer",
      warifu_reference: markup,
      authorization_details: JSON.stringify([
        {
          type: "warifu_transfer",
          instructedAmount: { currency: "JPY", amount: "1234567" },
          creditorName: markup,
          creditorAccount: markup,
        },
      ]),
    });
    expectText(transfer.page, "G-210");
    expect(transfer.page.text.match(/&#60;script&#62;alert/g)?.length).toBeGreaterThan(4);
    expectText(await transfer.window.open(`${transfer.here}/help`), "G-310");
    expectText(await transfer.window.post(`${transfer.here}/verify`, { otp: markup }), "G-210");
  });
});
