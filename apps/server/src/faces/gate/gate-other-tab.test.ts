import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askGate,
  codeNow,
  issueAt,
  openGateBench,
  postOnly,
  setUpPhone,
  startUse,
  tryActivation,
  visitGate,
} from "./testing/gate-bench.ts";
import type { GateBench } from "./testing/gate-bench.ts";

let bench: GateBench;
beforeAll(async () => {
  bench = await openGateBench();
});
afterAll(() => bench.close());

/** The address that the bank is given. */
async function wayBack(answer: Response, window: { readonly origin: string }, cookies: string): Promise<URL> {
  const resumed = await fetch(new URL(answer.headers.get("location") ?? "", window.origin), {
    headers: { cookie: cookies },
    redirect: "manual",
  });
  return new URL(resumed.headers.get("location") ?? "");
}

describe("a page of a visit that came to its end in another tab", () => {
  it("G-431 says so, and not that it was unused; pressing its button says the same", async () => {
    await bench.applyFor("two-tabs");
    const { window, here } = await visitGate(bench, "two-tabs");
    await issueAt(window, here);
    await setUpPhone(bench, "two-tabs");
    await window.post(`${here}/confirm`, { otp: codeNow(bench) });
    await window.post(`${here}/continue`);
    for (const page of [await window.open(here), await window.post(`${here}/continue`)]) {
      expect(page.status).toBe(403);
      expect(page.text).toContain("G-431");
      expect(page.text).toContain("別のタブやウィンドウで手続きを済ませたあと");
      expect(page.text).not.toContain("しばらく操作がなかった");
    }
    expect((await window.open(`${here}?lang=en`)).text).toContain("in another tab or window");
  });

  it("is G-430 as before in a browser that has not begun it, and for an address that nobody was given", async () => {
    await bench.applyFor("other-browser");
    const { here } = await visitGate(bench, "other-browser");
    for (const path of [here, "/interaction/nobodyever"]) {
      const page = await bench.window().open(path);
      expect([path, page.text.includes("G-430"), page.text.includes("G-431")]).toEqual([path, true, false]);
    }
  });

  it("is G-430 after its time has run out", async () => {
    await bench.applyFor("late");
    const { window, here } = await visitGate(bench, "late");
    bench.passMs(31 * 60_000);
    expect((await window.open(here)).text).toContain("G-430");
  });
});

describe("G-120 while it is open", () => {
  it("holds, for what may happen to its token, the very button that the page has afterwards", async () => {
    await bench.applyFor("used-up");
    const { window, here } = await visitGate(bench, "used-up");
    const open = (await issueAt(window, here)).text;
    const stage = (name: string) => new RegExp(`data-stage="${name}"[^]*?</form>`).exec(open)?.[0] ?? "";
    expect(stage("usedUp")).toContain("新しいトークンを発行する");
    expect(stage("replaced")).toContain("新しいトークンで続ける");
    const [token] = (await bench.state("used-up")).tokens;
    for (let tries = 0; tries < 5; tries += 1) await tryActivation(bench, token?.userId ?? "");
    const after = (await window.open(here)).text;
    expect(after).toContain("新しいトークンを発行する");
    expect((await window.post(`${here}/back`)).text).toContain("G-110");
  });

  it("says of a QR code that leads to this computer that no real phone can open it", async () => {
    await bench.applyFor("trial");
    const { window, here } = await visitGate(bench, "trial");
    expect((await issueAt(window, here)).text).toContain("スマートフォンの実機では開けません");
  });
});

describe("the language of a page beside every visit", () => {
  const languageOf = (text: string) => /<html lang="(\w+)"/.exec(text)?.[1];

  it("is the one of the last visit, not one that was chosen in an earlier visit", async () => {
    const customerId = "before-and-after";
    await startUse(bench, customerId);
    bench.passMs(120_000);
    const first = await visitGate(bench, customerId, { ui_locales: "ja" });
    const { window } = first;
    await window.open(`${first.here}?lang=en`);
    expect(languageOf((await window.open("/no/such/page")).text)).toBe("en");

    const { address } = await askGate(bench, customerId, { ui_locales: "ja" });
    const visit = await window.open(address);
    expect(languageOf(visit.text)).toBe("ja");
    expect(languageOf((await window.open("/no/such/page")).text)).toBe("ja");
    await window.post(`${visit.url.pathname}/leave`);
    const finished = await window.open(visit.url.pathname);
    expect(finished.text).toContain("G-431");
    expect(languageOf(finished.text)).toBe("ja");
  });

  it("is what the address asks for, now and on the pages after it", async () => {
    const window = bench.window();
    expect(languageOf((await window.open("/no/such/page?lang=en")).text)).toBe("en");
    expect(languageOf((await window.open("/no/such/page")).text)).toBe("en");
    expect(languageOf((await window.open("/no/such/page?lang=ja")).text)).toBe("ja");
  });

  it("is the bank's where a request of the bank's cannot be answered", async () => {
    const address = new URL(bench.bank.serverMetadata().authorization_endpoint ?? "");
    address.search = String(new URLSearchParams({ client_id: "ozora-bank", ui_locales: "en-GB" }));
    const page = await bench.window().open(address);
    expect(page.text).toContain("G-400");
    expect(languageOf(page.text)).toBe("en");
  });
});

describe("the language chosen at the gate", () => {
  it("is told to the bank on the way back, with a proof and after the customer went back", async () => {
    await startUse(bench, "english");
    bench.passMs(120_000);
    for (const [step, fields] of [
      ["leave", {}],
      ["verify", { otp: codeNow(bench) }],
    ] as const) {
      const { window, here } = await visitGate(bench, "english");
      await window.open(`${here}?lang=en`);
      const answer = await postOnly(window, `${here}/${step}?lang=en`, fields);
      const cookies = window
        .cookies()
        .map(({ name, value }) => `${name}=${value}`)
        .join("; ");
      const address = await wayBack(answer, window, cookies);
      expect([step, address.searchParams.get("warifu_language")]).toEqual([step, "en"]);
      expect(address.searchParams.has("state")).toBe(true);
    }
  });

  it("is nobody's business where none was chosen", async () => {
    await startUse(bench, "japanese");
    bench.passMs(120_000);
    const { window, here } = await visitGate(bench, "japanese");
    const answer = await postOnly(window, `${here}/leave`);
    const cookies = window
      .cookies()
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    expect((await wayBack(answer, window, cookies)).searchParams.has("warifu_language")).toBe(false);
  });
});
