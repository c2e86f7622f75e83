import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeBank } from "./make-bank.ts";
import { readConfig } from "./read-config.ts";
import { clientId, clientSecret, FakeGate } from "./tests/fake-gate.ts";
import { Visit } from "./tests/visit.ts";

const origin = "http://localhost:4000";
const hanako = { customerId: "hanako", password: "right" };
const payment = { bank: "青空銀行 本店", account: "１２３-４５６７", payee: "<b>ヤマダ</b>", amount: "10,000円" };

let gate: FakeGate;
let bank: FastifyInstance;
let folder: string;
let nowMs = 0;
let browser: Visit;

function configWith(changes: NodeJS.ProcessEnv = {}) {
  return readConfig({
    BANK_PORT: "4000",
    BANK_ORIGIN: origin,
    BANK_CUSTOMERS_FILE: join(folder, "customers.json"),
    BANK_SESSION_KEY: "k".repeat(32),
    WARIFU_ISSUER: gate.issuer,
    WARIFU_CLIENT_ID: clientId,
    WARIFU_CLIENT_SECRET: clientSecret,
    ...changes,
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-bank-"));
  writeFileSync(
    join(folder, "customers.json"),
    JSON.stringify([{ ...hanako, name: "大空 花子", nameEn: "Hanako Ozora" }]),
  );
  gate = await FakeGate.start();
});

afterAll(async () => {
  await gate.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 22, 3);
  bank = await makeBank(configWith(), () => nowMs);
  browser = new Visit(bank, origin);
  return () => bank.close();
});

async function logIn(visit = browser, bent: Parameters<FakeGate["answerTo"]>[1] = {}) {
  const away = await visit.post("/log-in", hanako);
  return await visit.get(gate.answerTo(away.location, bent));
}

/** Up to the point where the gate is asked for the code. */
async function askForTransfer(): Promise<string> {
  await logIn();
  await browser.post("/transfer", payment);
  return (await browser.post("/transfer/confirm")).location;
}

describe("log-in", () => {
  it("sends the browser to the gate by a pushed request that tells customer, purpose and language", async () => {
    await browser.get("/log-in?lang=en");
    const away = await browser.post("/log-in", hanako);
    expect(away.status).toBe(303);
    expect(new URL(away.location).searchParams.has("login_hint")).toBe(false);
    expect(gate.requestAt(away.location)).toMatchObject({
      login_hint: "hanako",
      warifu_purpose: "login",
      ui_locales: "en",
      code_challenge_method: "S256",
      redirect_uri: `${origin}/callback`,
    });
  });

  it("lets nobody in on the password alone", async () => {
    await browser.post("/log-in", hanako);
    for (const path of ["/", "/transfer", "/transfer/confirm", "/transfer/done"]) {
      expect((await browser.get(path)).location).toBe("/log-in");
    }
  });

  it("shows the account once the gate has answered", async () => {
    expect((await logIn()).location).toBe("/");
    const home = await browser.get("/");
    expect(home.body).toContain("残高");
    expect(home.body).toContain("大空 花子");
    expect(home.headers["cache-control"]).toBe("no-store");
  });

  it("lets in whoever has not applied, with a word on how to", async () => {
    await logIn(browser, { acr: "urn:warifu:none" });
    expect((await browser.get("/")).body).toContain("窓口でお申し込み");
  });

  it.each([
    ["a wrong password", { customerId: "hanako", password: "wrong" }],
    ["an unknown customer", { customerId: "nobody", password: "right" }],
    ["a customer named like a part of JavaScript", { customerId: "__proto__", password: "" }],
    ["nothing", { customerId: "", password: "" }],
  ])("refuses %s and keeps the customer ID typed", async (_what, typed) => {
    const answer = await browser.post("/log-in", typed);
    expect(answer.status).toBe(401);
    expect(answer.body).toContain(`value="${typed.customerId}"`);
    expect(answer.body).not.toContain('type="password" value="r');
  });

  it("gives the browser a new session at every step up, so that a planted one is worth nothing", async () => {
    const ids: (string | undefined)[] = [];
    const away = await browser.post("/log-in", hanako);
    ids.push(browser.cookies.get("bank-session"));
    await browser.get(gate.answerTo(away.location));
    ids.push(browser.cookies.get("bank-session"));
    expect(new Set(ids).size).toBe(2);
    const thief = new Visit(bank, origin);
    thief.cookies.set("bank-session", ids[0] ?? "");
    expect((await thief.get("/")).location).toBe("/log-in");
  });

  it.each([
    ["ｈａｎａｋｏ", "right"],
    ["hanako　", "ｒｉｇｈｔ"],
  ])("takes full-width letters and digits for the plain ones: %s / %s", async (customerId, password) => {
    const away = await browser.post("/log-in", { customerId, password });
    expect(away.status).toBe(303);
    expect(gate.requestAt(away.location)).toMatchObject({ login_hint: "hanako" });
  });

  it("in a second window does not send the first one back to the start: each finishes what it began", async () => {
    const first = await browser.post("/log-in", hanako);
    const second = await browser.post("/log-in", hanako);
    expect((await browser.get(gate.answerTo(first.location))).location).toBe("/");
    expect((await browser.get("/")).body).toContain("大空 花子");
    expect((await browser.get(gate.answerTo(second.location))).location).toBe("/");
    expect((await browser.get("/")).body).toContain("大空 花子");
  });

  it("waits for whoever is still at the gate, two hours and no longer", async () => {
    const away = await browser.post("/log-in", hanako);
    nowMs += 115 * 60_000;
    expect((await browser.get(gate.answerTo(away.location))).location).toBe("/");
    nowMs += 31 * 60_000;
    expect((await browser.get("/")).location).toBe("/log-in");
  });

  it("has, before any code, a way on for whoever cannot show one", async () => {
    expect((await browser.get("/log-in")).body).toContain(`href="/cannot-show"`);
    const help = await browser.get("/cannot-show");
    expect(help.body).toContain("B-400");
    expect(help.body).toContain(`href="tel:0120000123"`);
  });

  it("takes no session id that it has not signed", async () => {
    await logIn();
    const forged = decodeURIComponent(browser.cookies.get("bank-session") ?? "").replace(/.$/, "x");
    browser.cookies.set("bank-session", forged);
    expect((await browser.get("/")).location).toBe("/log-in");
  });
});

describe("the gate's answer", () => {
  it("counts only in the browser that asked", async () => {
    const away = await browser.post("/log-in", hanako);
    const victim = new Visit(bank, origin);
    const other = await victim.post("/log-in", hanako);
    expect(other.status).toBe(303);
    expect((await victim.get(gate.answerTo(away.location))).status).toBe(400);
    expect((await victim.get("/")).location).toBe("/log-in");
    expect((await new Visit(bank, origin).get(gate.answerTo(away.location))).location).toBe("/log-in?ended=1");
  });

  it("counts once", async () => {
    const away = await browser.post("/log-in", hanako);
    const back = gate.answerTo(away.location);
    await browser.get(back);
    await browser.post("/log-out");
    await browser.post("/log-in", hanako);
    expect((await browser.get(back)).status).toBe(400);
  });

  it.each([
    ["about somebody else", { sub: "taro" }],
    ["with another nonce", { nonce: "another" }],
    ["of a kind nobody knows", { acr: "urn:elsewhere" }],
  ])("%s lets nobody in", async (_what, bent) => {
    expect((await logIn(browser, bent)).status).toBe(400);
    expect((await browser.get("/")).location).toBe("/log-in");
  });

  it("that the customer went back is a friendly page with a way on", async () => {
    const away = await browser.post("/log-in", hanako);
    const answer = await browser.get(gate.refusalOf(away.location));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("ログインは完了していません");
    // From a notice of the gate nothing was ever begun, so nothing was broken off either.
    expect(answer.body).not.toContain("中止");
    expect(answer.body).toContain(`href="/"`);
  });

  it("that cannot be had, because the gate is down, is said so", async () => {
    const lonely = await makeBank(configWith({ WARIFU_ISSUER: "http://127.0.0.1:1" }), () => nowMs);
    const answer = await new Visit(lonely, origin).post("/log-in", hanako);
    expect(answer.status).toBe(503);
    expect(answer.body).toContain("ただいまつながりにくくなっています");
    await lonely.close();
  });

  it("is had with a client secret that came after the start", async () => {
    const secretFile = join(folder, "secret");
    const early = await makeBank(
      configWith({ WARIFU_CLIENT_SECRET: undefined, WARIFU_CLIENT_SECRET_FILE: secretFile }),
      () => nowMs,
    );
    const visit = new Visit(early, origin);
    expect((await visit.post("/log-in", hanako)).status).toBe(503);
    writeFileSync(secretFile, `${clientSecret}\n`);
    expect((await visit.post("/log-in", hanako)).status).toBe(303);
    await early.close();
  });
});

describe("a transfer", () => {
  it("is booked only after a code, and shown as text whatever the payee's name is", async () => {
    const away = await askForTransfer();
    expect(gate.requestAt(away)).toMatchObject({ warifu_purpose: "transfer", login_hint: "hanako" });
    expect((await browser.get(gate.answerTo(away))).location).toBe("/transfer/done");
    const done = await browser.get("/transfer/done");
    expect(done.body).toContain("10,000円");
    expect(done.body).not.toContain("<b>ヤマダ");
    expect((await browser.get("/")).body).toContain("−10,000円");
  });

  it("tells the gate what the customer is to see beside the code: payee, account and amount", async () => {
    const request = gate.requestAt(await askForTransfer());
    expect(request["warifu_purpose"]).toBe("transfer");
    expect(JSON.parse(request["authorization_details"] ?? "")).toEqual([
      {
        type: "warifu_transfer",
        instructedAmount: { currency: "JPY", amount: "10000" },
        creditorName: "<b>ヤマダ</b>",
        creditorAccount: "青空銀行 本店 1234567",
      },
    ]);
  });

  it.each(["---", "\u202e\u200b", "　"])("wants a payee that can be read: %j is none", async (payee) => {
    await logIn();
    expect((await browser.post("/transfer", { ...payment, payee })).status).toBe(422);
  });

  it("is exactly the one that was shown when the code was asked for", async () => {
    const away = await askForTransfer();
    await browser.post("/transfer", { ...payment, amount: "999999" });
    await browser.get(gate.answerTo(away));
    expect((await browser.get("/")).body).toContain("−10,000円");
  });

  it.each(["urn:warifu:none", "urn:warifu:later"])("is not booked without a code (%s)", async (acr) => {
    const away = await askForTransfer();
    expect((await browser.get(gate.answerTo(away, { acr }))).status).toBe(403);
    expect((await browser.get("/")).body).not.toContain("−10,000円");
  });

  it("is not booked twice by one answer, not even by two requests at once", async () => {
    const back = gate.answerTo(await askForTransfer());
    await Promise.all([browser.get(back), browser.get(back), browser.get(back)]);
    const home = await browser.get("/");
    expect(home.body.match(/−10,000円/g)).toHaveLength(1);
  });

  it("keeps what was typed and says at each field what is wrong", async () => {
    await logIn();
    const answer = await browser.post("/transfer", { bank: "", account: "12", payee: "ヤマダ", amount: "-5" });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain("口座番号は7桁の数字");
    expect(answer.body).toContain(`value="ヤマダ"`);
  });

  it("cannot be more than the balance", async () => {
    await logIn();
    expect((await browser.post("/transfer", { ...payment, amount: "99999999" })).body).toContain("残高が足りません");
  });
});

describe("the bank", () => {
  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
  ])("takes no POST from %s", async (_where, headers) => {
    await logIn();
    for (const path of ["/log-in", "/transfer", "/transfer/confirm", "/log-out"]) {
      expect((await browser.post(path, payment, headers)).status).toBe(403);
    }
    expect((await browser.get("/")).status).toBe(200);
  });

  it("changes nothing by GET", async () => {
    await logIn();
    expect((await browser.get("/log-out")).status).toBe(404);
    expect((await browser.get("/")).status).toBe(200);
  });

  it("ends a session that nobody used for half an hour", async () => {
    await logIn();
    nowMs += 30 * 60 * 1000 + 1;
    expect((await browser.get("/")).location).toBe("/log-in");
  });

  it("speaks the language chosen, and remembers it", async () => {
    expect((await browser.get("/log-in?lang=en")).body).toContain(`<html lang="en">`);
    expect((await browser.get("/log-in")).body).toContain("Log in");
  });

  it("goes on in the language chosen at the gate, and remembers it beyond the browser's end", async () => {
    const away = await browser.post("/log-in", hanako);
    const back = new URL(gate.answerTo(away.location), origin);
    back.searchParams.set("warifu_language", "en");
    const entered = await browser.get(back.pathname + back.search);
    expect(String(entered.headers["set-cookie"])).toMatch(/bank-language=en; Max-Age=[1-9]\d{6,}/);
    expect((await browser.get("/")).body).toContain(`<html lang="en">`);
    expect((await browser.get("/")).body).toContain("Hanako Ozora");
  });

  it("leads, from the answer to a form, to the same form in the other language", async () => {
    expect((await browser.post("/log-in", { ...hanako, password: "wrong" })).body).toContain('href="/log-in?lang=en"');
    await logIn();
    expect((await browser.post("/transfer", { ...payment, amount: "" })).body).toContain('href="/transfer?lang=en"');
    expect((await browser.get("/nowhere")).body).toContain('href="/?lang=en"');
  });

  it("shows at the log-in who can be played and where they stand, in letters and in Japanese", async () => {
    const file = join(folder, "people.json");
    const config = configWith({ BANK_SAMPLE_PEOPLE_FILE: file });
    const demo = await makeBank(config, () => nowMs);
    const page = async (lang: string) => (await demo.inject({ url: `/log-in?lang=${lang}` })).body;
    expect(await page("en")).not.toContain("Demo accounts");
    const person = {
      ...hanako,
      name: "大空 花子",
      nameEn: "Hanako Ozora",
      standing: { status: "applied", next: null },
    };
    writeFileSync(file, JSON.stringify([person]));
    expect(await page("en")).toMatch(/Hanako Ozora \(<span lang="ja">大空 花子<\/span>\)[^]*Has applied/);
    expect(await page("ja")).toMatch(/大空 花子[^]*利用申込済み/);
    const pause = { status: "paused", next: { atMs: nowMs + 1, status: "inUse" } };
    writeFileSync(file, JSON.stringify([{ ...person, standing: pause }]));
    expect(await page("en")).toContain("paused after wrong codes");
    const ended = { ...pause, next: { ...pause.next, atMs: nowMs } };
    writeFileSync(file, JSON.stringify([{ ...person, standing: ended }]));
    expect(await page("en")).toContain("Uses one-time passwords");
    writeFileSync(file, JSON.stringify([{ ...person, standing: "of a later version" }]));
    expect(await page("en")).toContain("Demo accounts");
    writeFileSync(file, "[");
    expect(await page("en")).not.toContain("Demo accounts");
    await demo.close();
  });

  it("shows markup as text wherever it comes from: what is typed, who can be played, what was paid", async () => {
    const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
    const asText = ({ body }: { readonly body: string }): void => {
      expect(body).toMatch(/&#60;script&#62;alert/);
      expect([body.includes("<script>alert"), body.includes("<img src=x")]).toEqual([false, false]);
    };
    asText(await browser.post("/log-in", { customerId: markup, password: "x" }));
    const file = join(folder, "hostile-people.json");
    const person = { customerId: markup, password: markup, name: markup, nameEn: markup, standing: null };
    writeFileSync(file, JSON.stringify([person]));
    const demo = await makeBank(configWith({ BANK_SAMPLE_PEOPLE_FILE: file }), () => nowMs);
    for (const lang of ["ja", "en"]) asText(await demo.inject({ url: `/log-in?lang=${lang}` }));
    await demo.close();

    await logIn();
    const paid = { ...payment, bank: markup, payee: markup };
    asText(await browser.post("/transfer", { ...paid, amount: markup, account: markup }));
    await browser.post("/transfer", paid);
    asText(await browser.get("/transfer"));
    asText(await browser.get("/transfer/confirm"));
    const away = await browser.post("/transfer/confirm");
    await browser.get(gate.answerTo(away.location));
    asText(await browser.get("/transfer/done"));
    asText(await browser.get("/"));
  });

  it("answers what does not exist with a page and a way on", async () => {
    const answer = await browser.get("/nowhere?x=<script>");
    expect(answer.status).toBe(404);
    expect(answer.body).toContain("B-900");
    expect(answer.body).not.toContain("<script>");
  });

  it.each(["//evil.example/", "///evil.example/x"])(
    "leads nobody to another site from the page about an address that is not there: %s",
    async (url) => {
      const { body, status } = await browser.get(url);
      expect(status).toBe(404);
      for (const [link] of body.matchAll(/(?:href|src|action)="[^"]*"/g))
        expect(link).not.toMatch(/="(\/[/\\]|https?:)/);
    },
  );

  it.each(["/log-in?lang=en&lang=ja", "/log-in?lang[]=x", "/callback?code=%ff", "/%E0%A4%A"])(
    "survives %s",
    async (url) => {
      expect((await browser.get(url)).status).toBeLessThan(500);
    },
  );
});
