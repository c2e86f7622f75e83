import { afterAll, describe, expect, it } from "vitest";
import { makeTestService, testConfig } from "../../../tests/test-service.ts";
import { makeConsoleFace } from "../make-console-face.ts";
import { nobody, openConsoleBench } from "../testing/console-bench.ts";
import { searchWords } from "../search/words.ts";
import { frameWords } from "./words.ts";

const bench = await openConsoleBench();
const { addStaff, putInUse, register, signedIn } = bench;
afterAll(bench.close);

describe("every page", () => {
  it("speaks Japanese, and English when asked, and remembers it", async () => {
    const browser = await signedIn("teller-1");
    expect((await browser.get("/customers/hanako")).body).toContain('<html lang="ja"');
    expect((await browser.get("/customers/hanako?lang=en")).body).toContain("What to say at the desk");
    expect((await browser.get("/")).body).toContain('<html lang="en"');
  });

  it("in English holds no Japanese but the names as they were registered", async () => {
    await addStaff("teller-en", "teller", "institution-1", { name: "Sakura Uketsuke", branchName: "Head office" });
    await register("john", { ...nobody, name: "John Smith", branchCode: "001", accountNumber: "7", phone: "03-1" });
    await putInUse("john");
    const browser = await signedIn("teller-en");
    await browser.get("/?lang=en");
    await browser.post("/customers/john/suspend", { identityCheck: "callback", reason: "lost" });
    const asked = await browser.post("/customers/john/revoke", { identityCheck: "callback", reason: "lost" });
    await browser.post("/search/quick", { q: "nobody-here" });
    const urls = ["/", "/search", "/passkeys", "/applications/new", "/customers/john", "/no/such/page"];
    const acts = ["suspend", "resume", "unlock", "revoke", "cancel", "allowIssuance"];
    const all = [...urls, ...acts.map((act) => `/customers/john/${act}`), String(asked.headers.location)];
    for (const url of all) {
      const { body } = await browser.get(url);
      const text = body.replaceAll(/日本語|言語/g, "");
      expect([url, text.match(/.{0,20}[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef].{0,20}/g)]).toEqual([url, null]);
    }
  });

  it("says at its search which fields are searched, by the names that C-200 gives them", () => {
    for (const language of ["ja", "en"] as const) {
      const { fields } = searchWords[language];
      const hint = frameWords[language].quickSearchHint.toLowerCase();
      for (const field of [fields.customerId, fields.phone, fields.userId, fields.nameKana])
        expect(hint).toContain(field.toLowerCase());
      expect(hint).toContain(searchWords[language].columns.branch.toLowerCase());
      // Nobody's name is searched but by its kana.
      expect(`${hint} ${searchWords[language].lead}`).not.toMatch(/氏名(?!カナ)|\bname\b(?! in kana)/i);
    }
  });

  it("that came back with errors leads in another language to the same form, not home", async () => {
    const browser = await signedIn("teller-1");
    const answers = {
      "/applications/new": await browser.post("/applications/new", { name: "大空" }),
      "/customers/hanako/cancel": await browser.post("/customers/hanako/cancel", {}),
      "/search": await browser.post("/search", { nameKana: "オオゾラ" }),
    };
    for (const [path, { statusCode, body }] of Object.entries(answers)) {
      expect([path, statusCode]).toEqual([path, 422]);
      expect(body).toContain(`href="${path}?lang=en"`);
    }
  });

  it("allows no script of its own making, no frame, nothing from elsewhere, and is not kept by the browser", async () => {
    const browser = await signedIn("teller-1");
    const { headers, body } = await browser.get("/customers/hanako");
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).not.toMatch(/ on[a-z]+=|style="|<script>/);
  });

  it("carries a ribbon in a training environment only", async () => {
    expect((await (await signedIn("teller-1")).get("/")).body).not.toContain("練習環境");
    const training = await makeTestService({ config: { ...testConfig, environment: "training" } });
    const face = await makeConsoleFace(training.service);
    expect((await face.inject("/sign-in")).body).toContain("練習環境");
    await face.close();
    await training.service.close();
  });

  it("tells what happened, what to do and a number for support, without details", async () => {
    const browser = await signedIn("teller-1");
    const { body, statusCode } = await browser.get("/no/such/page");
    expect(statusCode).toBe(404);
    expect(body).toContain("ページが見つかりません");
    expect(body).toContain("お問い合わせ番号");
  });
});
