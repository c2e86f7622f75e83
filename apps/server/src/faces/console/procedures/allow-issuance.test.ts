import { issue } from "@warifu/rules";
import type { TokenId } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { nobody, openConsoleBench } from "../testing/console-bench.ts";
import { operator } from "../../../commands/operator.ts";

const bench = await openConsoleBench();
const { test, register, signedIn, stateOf } = bench;
afterAll(bench.close);

describe("発行の追加", () => {
  async function usedUp(customerId: string): Promise<void> {
    await register(customerId, { ...nobody, name: "再三太郎" });
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId };
    for (let count = 0; count < institution.policy.issuancesPerDay; count += 1) {
      const command = {
        tokenId: `${customerId}-${count}` as TokenId,
        userId: `user ${customerId} ${count}`,
        mobileEmail: "saisan@oozora.example",
        registrationRecord: "record",
        locale: "ja",
      } as const;
      await service.perform(institution, subject, operator, (state, context) => issue(state, command, context));
    }
  }

  it("is offered when the day's issuances are used up, is confirmed with before and after, and gives one more", async () => {
    await usedUp("third-time");
    const browser = await signedIn("teller-1");
    const shown = (await browser.get("/customers/third-time")).body;
    expect(shown).toContain("発行回数の上限に達しています");
    expect(shown).toContain('href="/customers/third-time/allowIssuance"');
    const fields = { identityCheck: "callback", reason: "mailNotReceived" };
    const asked = await browser.post("/customers/third-time/allowIssuance", fields);
    const { body } = await browser.get(String(asked.headers.location));
    for (const text of ["再三太郎（third-time）", "24時間以内に発行できる残り回数", "0回", "1回"]) {
      expect(body).toContain(text);
    }
    expect((await browser.perform(String(asked.headers.location))).headers.location).toBe("/customers/third-time");
    expect((await stateOf("third-time")).customer?.extraIssuancesAtMs).toEqual([test.clock.nowMs]);
    const after = (await browser.get("/customers/third-time")).body;
    for (const text of ["もう1回発行できるようにしました", "発行を1回追加", "メールの不着", "あと1回発行できます"]) {
      expect(after).toContain(text);
    }
    expect(after).not.toContain('href="/customers/third-time/allowIssuance"');
  });

  it("needs identity and a reason, is not for auditors, and not for a customer who has some left", async () => {
    await usedUp("not-so-fast");
    const auditor = await signedIn("auditor-1");
    const browser = await signedIn("teller-1");
    const url = "/customers/not-so-fast/allowIssuance";
    expect((await auditor.post(url, { identityCheck: "callback", reason: "mistyped" })).statusCode).toBe(403);
    for (const fields of [
      {},
      { identityCheck: "notYet", reason: "mistyped" },
      { identityCheck: "callback", reason: "x" },
    ])
      expect((await browser.post(url, fields as Record<string, string>)).statusCode).toBe(422);
    expect((await stateOf("not-so-fast")).customer?.extraIssuancesAtMs).toEqual([]);
    await register("has-some");
    expect((await browser.get("/customers/has-some")).body).not.toContain("allowIssuance");
    expect((await browser.get("/customers/has-some/allowIssuance")).body).toContain("まだ発行できるため");
  });
});
