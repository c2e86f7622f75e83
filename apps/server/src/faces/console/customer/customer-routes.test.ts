import { presence, totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { issue, startActivation, suspend, verify } from "@warifu/rules";
import type { TokenId } from "@warifu/rules";
import { afterAll, describe, expect, it } from "vitest";
import { key, markup, nobody, openConsoleBench, parameters } from "../testing/console-bench.ts";
import { operator } from "../../../commands/operator.ts";

const bench = await openConsoleBench();
const { test, addStaff, event, eventsOf, putInUse, register, signedIn } = bench;
afterAll(bench.close);

describe("a customer's screen", () => {
  it("says the state in words, what the customer sees and what to read out, and is recorded once per look", async () => {
    await register("looked-at", { ...nobody, name: "見田太郎" });
    const browser = await signedIn("teller-1");
    const answer = await browser.get("/customers/looked-at");
    for (const text of [
      "見田太郎",
      "申込済・発行待ち",
      "G-110",
      "お客様の画面",
      "利用申込を登録",
      "担当 teller-1",
      "本店",
      "C-210",
    ]) {
      expect(answer.body).toContain(text);
    }
    await browser.get("/customers/looked-at");
    const looks = (await eventsOf("looked-at")).filter(({ type }) => type === "customer.viewed");
    expect(looks).toHaveLength(1);
    expect(looks[0]?.actor.id).toBe("teller-1");
    test.clock.nowMs += 10 * 60_000;
    await browser.get("/customers/looked-at");
    expect((await eventsOf("looked-at")).filter(({ type }) => type === "customer.viewed")).toHaveLength(2);
  });

  it("tells causes in plain words and never a code", async () => {
    await putInUse("guessed");
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "guessed" };
    const right = totp(nodeHmac, key, test.clock.nowMs, parameters);
    const wrong = String((Number(right) + 1) % 100_000_000).padStart(8, "0");
    for (const otp of [right, right, wrong]) {
      await service.perform(institution, subject, { kind: "customer", id: null, channel: "gate" }, (state, context) =>
        verify(state, { codeFor: presence, otp, purpose: "transfer", reference: null }, context),
      );
    }
    const { body } = await (await signedIn("teller-1")).get("/customers/guessed");
    for (const text of ["使用済みの番号", "番号違い", "残り4回", "振込", "ポータル", "利用中"])
      expect(body).toContain(text);
    expect(body).not.toContain(right);
    expect(body).not.toContain(wrong);
  });

  it("is 404 for another institution's customer, for nobody, and for what is no ID", async () => {
    const foreign = await signedIn("foreign-1");
    for (const path of ["", "/suspend", "/resume", "/unlock", "/revoke", "/cancel"]) {
      expect((await foreign.get(`/customers/hanako${path}`)).statusCode, path).toBe(404);
    }
    for (const path of ["/suspend", "/revoke", "/cancel"]) {
      const answer = await foreign.post(`/customers/hanako${path}`, { identityCheck: "callback", reason: "lost" });
      expect(answer.statusCode, path).toBe(404);
    }
    const browser = await signedIn("teller-1");
    for (const id of ["nobody", "%E3%81%82", "a%2Fb", "%00", "x".repeat(65)]) {
      expect((await browser.get(`/customers/${id}`)).statusCode, id).toBe(404);
    }
    expect((await browser.get("/customers/hanako/explode")).statusCode).toBe(404);
  });

  it("shows markup in every field as text", async () => {
    await register("markup", {
      name: markup,
      nameKana: markup,
      branchCode: markup,
      accountNumber: markup,
      phone: markup,
    });
    const browser = await signedIn("teller-1");
    await browser.post("/search", { customerId: "markup" });
    for (const url of [
      "/customers/markup",
      "/search",
      "/customers/markup/cancel",
      "/applications/new?customerId=markup",
    ]) {
      const { body } = await browser.get(url);
      expect(body, url).not.toContain("<script>alert");
      expect(body, url).not.toContain("<img src=x");
    }
    const { institution, service } = test;
    await service.storage.putInstitution(
      { ...institution, texts: { ...institution.texts, nameJa: markup, supportPhone: markup } },
      event("institution.saved", institution.institutionId),
    );
    await addStaff("teller-markup", "teller", institution.institutionId, { name: markup, branchName: markup });
    const named = await signedIn("teller-markup");
    await putInUse("markup");
    const subject = { institutionId: institution.institutionId, customerId: "markup" };
    const byBank = { kind: "institution", id: null, channel: "api" } as const;
    await service.perform(institution, subject, byBank, (state, context) =>
      suspend(state, { tokenId: null, reason: markup }, context),
    );
    await named.post("/customers/markup/resume", { identityCheck: "callback", reason: "found" });
    for (const url of ["/", "/search", "/passkeys", "/customers/markup", "/customers/markup/resume", "/nowhere"]) {
      const { body } = await named.get(url);
      expect(body, url).toContain("&#60;script&#62;alert");
      expect(body, url).not.toContain("<script>alert");
      expect(body, url).not.toContain("<img src=x");
    }
    await service.storage.putInstitution(institution, event("institution.saved", institution.institutionId));
    await browser.post("/search/quick", { q: markup });
    expect((await browser.get("/search")).body).not.toContain("<script>alert");
    const form = {
      customerId: markup,
      name: markup,
      nameKana: markup,
      phone: markup,
      identityCheck: markup,
      reason: markup,
    };
    expect((await browser.post("/applications/new", form)).body).not.toContain("<script>alert");
  });
});

describe("a token whose set-up has no try left", () => {
  it("is said to be used up, with the way on, and no end that anybody could still wait for", async () => {
    await register("wrong-five-times");
    const { institution, service } = test;
    const subject = { institutionId: institution.institutionId, customerId: "wrong-five-times" };
    const command = {
      tokenId: "wrong-five-times" as TokenId,
      userId: "user of wrong-five-times",
      mobileEmail: "saisan@oozora.example",
      registrationRecord: "record",
      locale: "ja",
    } as const;
    await service.perform(institution, subject, operator, (state, context) => issue(state, command, context));
    const browser = await signedIn("teller-1");
    const waiting = "お客様がスマートフォンで初期設定をするのを待っています";
    expect((await browser.get("/customers/wrong-five-times")).body).toContain(waiting);
    for (let tries = 0; tries < institution.policy.activationTriesPerIssuance; tries += 1) {
      await service.perform(institution, subject, operator, (state, context) =>
        startActivation(state, { userId: command.userId }, context),
      );
    }
    const { body } = await browser.get("/customers/wrong-five-times");
    expect(body).toContain("新しいトークンの発行待ち（パスワード違い）");
    expect(body).toContain("このトークンは設定できません");
    expect(body).not.toContain(waiting);
  });
});
