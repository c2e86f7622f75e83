import { afterAll, describe, expect, it } from "vitest";
import { nobody, openConsoleBench, origin, seenIn } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { test, addStaff, eventsOf, register, signedIn, stateOf } = bench;
afterAll(bench.close);

describe("利用申込の登録", () => {
  const typed = {
    customerId: "ｔａｒｏ",
    name: "大空太郎",
    nameKana: "ｵｵｿﾞﾗ ﾀﾛｳ",
    branchCode: "００１",
    accountNumber: "7654321",
    phone: "03-8765-4321",
    identityCheck: "driverLicence",
    reason: "newApplication",
  };

  it("is filled in, checked as before → after, then carried out once; the gate then shows 手順1", async () => {
    const browser = await signedIn("teller-1");
    const sent = await browser.post("/applications/new", typed);
    expect(sent.statusCode).toBe(303);
    const check = String(sent.headers.location);
    const summary = await browser.get(check);
    for (const text of ["taro", "オオゾラ タロウ", "運転免許証", "新しいお申し込み", "対象外", "申込済・発行待ち"]) {
      expect(summary.body).toContain(text);
    }
    expect((await stateOf("taro")).customer).toBeNull();

    const seen = seenIn(summary.body);
    const answers = await Promise.all([browser.post(check, { seen }), browser.post(check, { seen })]);
    expect(answers.filter(({ headers }) => headers.location === "/customers/taro")).not.toEqual([]);
    const again = await browser.post(check, { seen });
    expect([again.statusCode, again.headers.location]).toEqual([303, "/customers/taro"]);
    const { customer } = await stateOf("taro");
    expect(customer).toMatchObject({ use: "applied", profile: { name: "大空太郎", phone: "03-8765-4321" } });
    expect(await eventsOf("taro")).toMatchObject([
      {
        type: "application.registered",
        actor: { kind: "staff", id: "teller-1", channel: "console" },
        detail: { identityCheck: "driverLicence", reason: "newApplication" },
      },
    ]);
    const shown = await browser.get("/customers/taro");
    expect(shown.body).toContain("利用申込を登録しました");
    expect((await browser.get("/customers/taro")).body).not.toContain("利用申込を登録しました");
  });

  it("says what is missing and keeps what was typed", async () => {
    const browser = await signedIn("teller-1");
    const answer = await browser.post("/applications/new", { name: "大空", customerId: "あ" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="大空"');
    for (const field of ["customerId", "identityCheck", "reason"]) expect(answer.body).toContain(`href="#${field}"`);
  });

  it("of a registered customer changes nothing, says so before anything is pressed, and offers no button", async () => {
    const browser = await signedIn("teller-1");
    const sent = await browser.post("/applications/new", { ...typed, customerId: "hanako", name: "別人" });
    const check = String(sent.headers.location);
    const { body } = await browser.get(check);
    expect(body).toContain("すでに登録されています");
    expect(body).toContain("大空花子（hanako）");
    expect(body).toContain('href="/customers/hanako"');
    expect(body).not.toContain("登録する</button>");
    expect(body).not.toContain("別人");
    await browser.post(check, { seen: "0".repeat(64) });
    expect((await stateOf("hanako")).customer?.profile.name).toBe("大空花子");
  });

  it("of a customer who has come back shows each entry as it was and as it will be", async () => {
    await register("back-again", { ...nobody, name: "旧姓花子", phone: "03-1111-2222" });
    const browser = await signedIn("teller-1");
    const sent = await browser.post("/customers/back-again/cancel", { identityCheck: "callback", reason: "mistake" });
    await browser.perform(String(sent.headers.location));
    const again = await browser.post("/applications/new", { ...typed, customerId: "back-again", phone: "" });
    const { body } = await browser.get(String(again.headers.location));
    for (const text of ["利用解除", "申込済・発行待ち", "旧姓花子", "大空太郎", "03-1111-2222", "変わりません"])
      expect(body).toContain(text);
  });

  it("that waited too long is not carried out, and its entries are still there", async () => {
    const browser = await signedIn("teller-1");
    const check = String((await browser.post("/applications/new", { ...typed, customerId: "slow" })).headers.location);
    const seen = seenIn((await browser.get(check)).body);
    for (let minutes = 0; minutes < 15; minutes += 5) {
      test.clock.nowMs += 5 * 60_000;
      await browser.get("/");
    }
    const late = await browser.post(check, { seen });
    expect(late.statusCode).toBe(404);
    expect(late.body).toContain("有効期限が切れました");
    const back = /href="(\/applications\/new\?order=[0-9a-f]+)"/.exec(late.body)?.[1] ?? "";
    const form = (await browser.get(back)).body;
    for (const kept of ['value="slow"', 'value="大空太郎"', 'value="03-8765-4321"']) expect(form).toContain(kept);
    expect((await stateOf("slow")).customer).toBeNull();
  });

  it("is carried out only by the staff member who filled it in, and within a quarter of an hour", async () => {
    const browser = await signedIn("teller-1");
    const check = String((await browser.post("/applications/new", { ...typed, customerId: "jiro" })).headers.location);
    await addStaff("teller-3", "teller");
    const colleague = await signedIn("teller-3");
    expect((await colleague.get(check)).statusCode).toBe(404);
    expect((await colleague.post(check)).statusCode).toBe(404);
    for (let minutes = 0; minutes < 15; minutes += 5) {
      test.clock.nowMs += 5 * 60_000;
      await browser.get("/");
    }
    expect((await browser.post(check)).statusCode).toBe(404);
    expect((await stateOf("jiro")).customer).toBeNull();
  });

  it("refuses a field sent twice, foreign pages and other content types", async () => {
    const browser = await signedIn("teller-1");
    const twice = await browser.ask({
      method: "POST",
      url: "/applications/new",
      payload: "customerId=a&customerId=b",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    });
    expect(twice.statusCode).toBe(400);
    expect((await browser.post("/applications/new", typed, { origin: "https://evil.example" })).statusCode).toBe(403);
    expect((await browser.post("/applications/new", typed, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
    const plain = await browser.ask({
      method: "POST",
      url: "/applications/new",
      payload: "x",
      headers: { origin, "content-type": "text/plain" },
    });
    expect(plain.statusCode).toBe(415);
  });
});
