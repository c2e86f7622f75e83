import { afterAll, describe, expect, it } from "vitest";
import { makeTestService, testConfig } from "../../../tests/test-service.ts";
import { makeConsoleFace } from "../make-console-face.ts";
import { openConsoleBench } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { signedIn } = bench;
afterAll(bench.close);

describe("every page", () => {
  it("speaks Japanese, and English when asked, and remembers it", async () => {
    const browser = await signedIn("teller-1");
    expect((await browser.get("/customers/hanako")).body).toContain('<html lang="ja"');
    expect((await browser.get("/customers/hanako?lang=en")).body).toContain("What to say at the desk");
    expect((await browser.get("/")).body).toContain('<html lang="en"');
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
