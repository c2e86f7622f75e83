import { afterAll, describe, expect, it } from "vitest";
import { openConsoleBench } from "../testing/console-bench.ts";

const bench = await openConsoleBench();
const { putInUse, signedIn, stateOf } = bench;
afterAll(bench.close);

describe("an auditor", () => {
  it("reads everything and does nothing", async () => {
    await putInUse("audited");
    const browser = await signedIn("auditor-1");
    const shown = await browser.get("/customers/audited");
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain("閲覧のみ");
    expect(shown.body).not.toContain("/customers/audited/suspend");
    for (const url of [
      "/applications/new",
      "/customers/audited/suspend",
      "/customers/audited/cancel",
      "/procedures/0",
    ]) {
      expect((await browser.get(url)).statusCode, url).toBe(403);
      expect((await browser.post(url, { identityCheck: "callback", reason: "lost" })).statusCode, url).toBe(403);
    }
    expect((await stateOf("audited")).tokens[0]?.suspendedAtMs).toBeNull();
  });
});
