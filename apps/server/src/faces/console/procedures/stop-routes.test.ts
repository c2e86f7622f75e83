import { presence, totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { issue, verify } from "@warifu/rules";
import type { TokenId } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { key, nobody, openConsoleBench, parameters, seenIn } from "../testing/console-bench.ts";
import { operator } from "../../../commands/operator.ts";

const bench = await openConsoleBench();
const { test, putInUse, register, signedIn, stateOf } = bench;
afterAll(bench.close);

/** What each select of a form has chosen; empty: nothing. */
function chosenIn(body: string): string[] {
  const selects = [...body.matchAll(/<select[^>]*>([^]*?)<\/select>/g)].map(([, options = ""]) => options);
  return selects.map((options) => /<option value="([^"]*)" selected/.exec(options)?.[1] ?? "");
}

async function issueTo(customerId: string): Promise<void> {
  const { institution, service } = test;
  const command = {
    tokenId: `issued-${customerId}` as TokenId,
    userId: `user ${customerId}`,
    mobileEmail: "issued@oozora.example",
    registrationRecord: "record",
    locale: "ja",
  } as const;
  const subject = { institutionId: institution.institutionId, customerId };
  await service.perform(institution, subject, operator, (state, context) => issue(state, command, context));
}

describe("stops", () => {
  it("suspend takes three clicks: open, 一時停止, 一時停止する", async () => {
    await putInUse("lost-phone");
    const browser = await signedIn("teller-1");
    const opened = await browser.get("/customers/lost-phone");
    expect(opened.body).toContain('href="/customers/lost-phone/suspend"');
    const form = await browser.get("/customers/lost-phone/suspend");
    expect(form.statusCode).toBe(200);
    // What it means for the customer stands above the one button; C-221 would be a fourth click.
    for (const text of ["お客様への影響", "再開するまで", "G-210「", "G-460「"]) expect(form.body).toContain(text);
    expect(form.body.indexOf("お客様への影響")).toBeLessThan(form.body.indexOf("一時停止する</button>"));
    const done = await browser.post("/customers/lost-phone/suspend", { identityCheck: "notYet", reason: "lost" });
    expect([done.statusCode, done.headers.location]).toEqual([303, "/customers/lost-phone"]);
    const { body } = await browser.get("/customers/lost-phone");
    for (const text of ["一時停止（受付による）", "一時停止しました", "担当 teller-1（本店）", "理由：紛失"])
      expect(body).toContain(text);
    expect((await stateOf("lost-phone")).tokens[0]?.suspendedAtMs).toBe(test.clock.nowMs);
  });

  it("have nothing chosen beforehand of what is required, and say on top and at the field what was not chosen", async () => {
    await putInUse("not-chosen");
    const browser = await signedIn("teller-1");
    for (const procedure of ["suspend", "revoke", "cancel"]) {
      const url = `/customers/not-chosen/${procedure}`;
      expect(chosenIn((await browser.get(url)).body)).toEqual(["", ""]);
      const { statusCode, body } = await browser.post(url, { identityCheck: "", reason: "customerRequest" });
      expect([procedure, statusCode]).toEqual([procedure, 422]);
      expect(body).toContain('<a href="#identityCheck">本人確認の方法を選んでください</a>');
      expect(body).toMatch(/id="identityCheck-error"[^>]*>本人確認の方法を選んでください/);
      expect(body).not.toContain('href="#reason"');
      expect(chosenIn(body)[0]).toBe("");
      expect(chosenIn(body)[1]).toBe("customerRequest");
    }
    expect(chosenIn((await browser.get("/applications/new?customerId=not-chosen")).body)).toEqual(["", ""]);
    expect((await stateOf("not-chosen")).tokens[0]).toMatchObject({ suspendedAtMs: null, life: "inUse" });
  });

  it("that take something say what it means for the customer before the last button, as the rules will do it", async () => {
    const browser = await signedIn("teller-1");
    const summaryOf = async (customerId: string, procedure: string) => {
      const fields = { identityCheck: "callback", reason: "customerRequest" };
      const form = await browser.get(`/customers/${customerId}/${procedure}`);
      expect(form.body).toContain("お客様への影響");
      const asked = await browser.post(`/customers/${customerId}/${procedure}`, fields);
      return (await browser.get(String(asked.headers.location))).body;
    };
    await putInUse("taken-from");
    const revoked = await summaryOf("taken-from", "revoke");
    for (const text of ["お客様への影響", "二度と受け付けられません", "利用申込の登録が必要です", "G-470「"])
      expect(revoked).toContain(text);
    const cancelled = await summaryOf("taken-from", "cancel");
    for (const text of ["お客様への影響", "もう一度ご利用いただくには", "表示なし"]) expect(cancelled).toContain(text);

    await register("never-in-use");
    await issueTo("never-in-use");
    const unused = await summaryOf("never-in-use", "revoke");
    expect(unused).toContain("次のログインで新しいトークンを発行できます");
    expect(unused).not.toContain("利用申込の登録が必要です");

    await browser.post("/customers/taken-from/suspend", { identityCheck: "notYet", reason: "lost" });
    expect((await browser.get("/customers/taken-from/resume")).body).not.toContain("お客様への影響");
  });

  it("resume, revoke and cancel are checked first and say when they are final", async () => {
    await putInUse("stopped");
    const browser = await signedIn("teller-1");
    const checked = async (procedure: string, reason: string) => {
      const sent = await browser.post(`/customers/stopped/${procedure}`, { identityCheck: "callback", reason });
      const summary = await browser.get(String(sent.headers.location));
      const done = await browser.perform(String(sent.headers.location));
      return { summary: summary.body, status: done.statusCode };
    };
    await browser.post("/customers/stopped/suspend", { identityCheck: "notYet", reason: "lost" });
    expect(await checked("resume", "found")).toMatchObject({ status: 303 });
    const revoked = await checked("revoke", "lost");
    expect(revoked.status).toBe(303);
    expect(revoked.summary).toContain("元に戻すことができません");
    const { body } = await browser.get("/customers/stopped");
    expect(body).toContain("失効");
    expect(body).toContain("電話");
    expect(body).toContain("/applications/new?customerId=stopped");
    expect((await stateOf("stopped")).customer?.revokedAtMs).not.toBeNull();

    const again = await browser.post("/applications/new", {
      customerId: "stopped",
      identityCheck: "myNumberCard",
      reason: "afterRevocation",
    });
    expect((await browser.perform(String(again.headers.location))).statusCode).toBe(303);
    expect((await stateOf("stopped")).customer?.revokedAtMs).toBeNull();
    expect(await checked("cancel", "accountClosed")).toMatchObject({ status: 303 });
    expect((await stateOf("stopped")).customer?.use).toBe("cancelled");
  });

  it("take how identity was checked and why from their own lists only", async () => {
    await putInUse("listed");
    const browser = await signedIn("teller-1");
    for (const fields of [
      {},
      { identityCheck: "callback" },
      { identityCheck: "callback", reason: "because" },
      { identityCheck: "x", reason: "lost" },
    ]) {
      expect((await browser.post("/customers/listed/suspend", fields as Record<string, string>)).statusCode).toBe(422);
    }
    // A stop need not wait for papers; an end must.
    expect(
      (await browser.post("/customers/listed/revoke", { identityCheck: "notYet", reason: "lost" })).statusCode,
    ).toBe(422);
    expect((await stateOf("listed")).tokens[0]).toMatchObject({ suspendedAtMs: null, life: "inUse" });
  });

  it("that the rules would refuse say why before anything is typed, and say it again when they are asked all the same", async () => {
    await putInUse("raced");
    const browser = await signedIn("teller-1");
    const form = (await browser.get("/customers/raced/resume")).body;
    expect(form).toContain("一時停止されていません");
    expect(form).not.toContain("<select");
    const answer = await browser.post("/customers/raced/resume", { identityCheck: "callback", reason: "found" });
    const { body } = await browser.get(String(answer.headers.location));
    expect(body).toContain("一時停止されていません");
    expect(body).not.toContain("再開する</button>");
  });

  it("do exactly what was shown: a customer who changed meanwhile is shown anew and nothing is done", async () => {
    await putInUse("moving");
    const browser = await signedIn("teller-1");
    const asked = await browser.post("/customers/moving/revoke", { identityCheck: "callback", reason: "lost" });
    const check = String(asked.headers.location);
    const seen = seenIn((await browser.get(check)).body);
    await browser.post("/customers/moving/suspend", { identityCheck: "notYet", reason: "lost" });

    const late = await browser.post(check, { seen });
    expect([late.statusCode, late.headers.location]).toEqual([303, `${check}?note=changed`]);
    expect((await stateOf("moving")).tokens[0]?.life).toBe("inUse");
    for (const forged of ["", "x", "0".repeat(64)]) {
      expect((await browser.post(check, { seen: forged })).headers.location).toBe(`${check}?note=changed`);
    }
    const { body } = await browser.get(`${check}?note=changed`);
    expect(body).toContain("お客様の状態が変わりました");
    expect(body).toContain("一時停止（受付による）");
    expect((await browser.post(check, { seen: seenIn(body) })).headers.location).toBe("/customers/moving");
    expect((await stateOf("moving")).tokens[0]?.life).toBe("revoked");
  });

  it("show what the rules will really do: a token that is locked below its stop stays locked", async () => {
    await putInUse("locked-below");
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "locked-below" };
    const right = totp(nodeHmac, key, test.clock.nowMs, parameters);
    const otp = String((Number(right) + 1) % 100_000_000).padStart(8, "0");
    for (let count = 0; count < 15; count += 1) {
      if (count > 0 && count % 5 === 0) test.clock.nowMs += 31 * 60_000;
      await service.perform(institution, subject, operator, (state, context) =>
        verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
      );
    }
    const browser = await signedIn("teller-1");
    await browser.post("/customers/locked-below/suspend", { identityCheck: "notYet", reason: "lost" });
    const resume = await browser.post("/customers/locked-below/resume", { identityCheck: "callback", reason: "found" });
    const { body } = await browser.get(String(resume.headers.location));
    expect(body).toContain("利用停止（ロック中）");
    await browser.perform(String(resume.headers.location));
    const unlock = (await browser.get("/customers/locked-below/unlock")).body;
    expect(unlock).toContain("停止までの残り回数");
    expect(unlock).toContain("5回");
  });

  it("name the customer wherever something is confirmed", async () => {
    await register("named", {
      ...nobody,
      name: "名前太郎",
      nameKana: "ナマエ タロウ",
      branchCode: "002",
      accountNumber: "55",
    });
    await putInUse("named");
    const browser = await signedIn("teller-1");
    const asked = await browser.post("/customers/named/cancel", { identityCheck: "callback", reason: "mistake" });
    for (const url of ["/customers/named/cancel", "/customers/named/suspend", String(asked.headers.location)]) {
      const { body } = await browser.get(url);
      for (const text of ["名前太郎（named）", "ナマエ タロウ", "002-55"]) expect(body, url).toContain(text);
    }
  });
});
