import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askGate, openGateBench, startUse, visitGate } from "./testing/gate-bench.ts";
import type { GateBench } from "./testing/gate-bench.ts";

let bench: GateBench;
beforeAll(async () => {
  bench = await openGateBench();
  await startUse(bench, "hanako");
  bench.passMs(120_000);
});
afterAll(() => bench.close());

const details = (changed: object = {}) =>
  JSON.stringify([
    {
      type: "warifu_transfer",
      instructedAmount: { currency: "JPY", amount: "1234567" },
      creditorName: "ヤマダ タロウ",
      creditorAccount: "青空銀行 本店 1234567",
      ...changed,
    },
  ]);
const transfer = { warifu_purpose: "transfer", authorization_details: details() };

describe("G-210 for a transfer", () => {
  it("shows payee, account and amount as the bank pushed them", async () => {
    const { page } = await visitGate(bench, "hanako", transfer);
    expect(page.text).toContain("G-210");
    expect(page.text).toContain("ヤマダ タロウ");
    expect(page.text).toContain("青空銀行 本店 1234567");
    expect(page.text).toContain("1,234,567円");
    expect(page.text).toContain("受取人と金額をお確かめください");
    const english = await visitGate(bench, "hanako", { ...transfer, ui_locales: "en" });
    expect(english.page.text).toContain("¥1,234,567");
  });

  it("shows the bank's own reference", async () => {
    const { page } = await visitGate(bench, "hanako", { ...transfer, warifu_reference: "FT-2026-11-0042" });
    expect(page.text).toContain("受付番号");
    expect(page.text).toContain("FT-2026-11-0042");
  });

  it("shows markup in a name as text", async () => {
    const markup = `<img src=x onerror="alert(1)">`;
    const { page } = await visitGate(bench, "hanako", {
      ...transfer,
      authorization_details: details({ creditorName: markup }),
    });
    expect(page.text).not.toContain("<img");
    expect(page.text).toMatch(/&(lt|#60);img/);
  });

  it("says nothing of a transfer where the bank told nothing", async () => {
    const { page } = await visitGate(bench, "hanako", { warifu_purpose: "transfer" });
    expect(page.text).toContain("G-210");
    expect(page.text).not.toContain("受取人");
  });

  it("cannot be changed by the browser after the push", async () => {
    const { address } = await askGate(bench, "hanako", transfer);
    const bent = new URL(address);
    bent.searchParams.set("authorization_details", details({ creditorName: "オレダ ヨ" }));
    bent.searchParams.set("warifu_purpose", "login");
    const window = bench.window();
    const page = await window.open(bent);
    expect(page.text).not.toContain("オレダ");
    // Whether the provider refuses such a request or pays no heed to it, what is shown is what was pushed.
    if (page.text.includes("G-210")) expect(page.text).toContain("ヤマダ タロウ");
    const own = await visitGate(bench, "hanako", transfer);
    const fields = {
      otp: "1234567",
      authorization_details: details({ creditorName: "オレダ ヨ" }),
      creditorName: "オレダ",
    };
    const posted = await own.window.post(`${own.here}/verify`, fields);
    expect(posted.text).toContain("ヤマダ タロウ");
    expect(posted.text).not.toContain("オレダ");
  });

  it.each([
    ["a field that nobody knows", { ...transfer, authorization_details: details({ note: "x" }) }],
    ["an amount that is none", { ...transfer, authorization_details: details({ instructedAmount: "12000" }) }],
    ["no JSON", { ...transfer, authorization_details: "[" }],
    ["a log-in", { warifu_purpose: "login", authorization_details: details() }],
  ])("is refused at the pushed request with %s", async (_what, parameters) => {
    const refused = askGate(bench, "hanako", parameters);
    await expect(refused).rejects.toMatchObject({ error: "invalid_authorization_details" });
    await expect(refused).rejects.toBeInstanceOf(openid.ResponseBodyError);
  });
});
