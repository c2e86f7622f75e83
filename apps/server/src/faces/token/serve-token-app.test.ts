import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestService } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { makeTokenFace } from "./make-token-face.ts";

let folder: string;
let test: TestService;
let app: FastifyInstance;
const asPage = { accept: "text/html,application/xhtml+xml", "sec-fetch-mode": "navigate" };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-app-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>app</title>");
  writeFileSync(join(folder, "manifest.ja.webmanifest"), "{}");
  writeFileSync(join(folder, "assets", "app-B1x_4-Zq.js"), "export {};");
  writeFileSync(join(folder, ".built-from"), "fingerprint");
  test = await makeTestService();
  app = await makeTokenFace(test.service, { appFolder: folder });
});
afterEach(async () => {
  await app.close();
  await test.service.close();
  rmSync(folder, { recursive: true });
});

describe("the token app", () => {
  it("is served with a policy that lets nothing in from elsewhere, under Trusted Types", async () => {
    const { statusCode, headers } = await app.inject({ url: "/", headers: asPage });
    expect(statusCode).toBe(200);
    const policy = String(headers["content-security-policy"]);
    for (const part of [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types warifu-sw",
    ]) {
      expect(policy.split("; ")).toContain(part);
    }
    expect(policy).not.toMatch(/'unsafe-|\*|https?:|data:|blob:/);
    expect(headers["permissions-policy"]).toMatch(
      /camera=\(self\).*clipboard-write=\(self\).*screen-wake-lock=\(self\)/,
    );
  });

  it("is asked for anew each time, except files whose name changes with their content", async () => {
    expect((await app.inject("/")).headers["cache-control"]).toBe("no-cache");
    expect((await app.inject("/manifest.ja.webmanifest")).headers["cache-control"]).toBe("no-cache");
    expect((await app.inject("/assets/app-B1x_4-Zq.js")).headers["cache-control"]).toContain("immutable");
  });

  it("never answers a missing service worker, script or protocol path with a page", async () => {
    for (const url of ["/sw.js", "/assets/app-gone.js", "/activation/nothing"]) {
      const { statusCode, headers, body } = await app.inject({ url, headers: asPage });
      expect(statusCode).toBe(404);
      expect(headers["content-type"]).toContain("application/json");
      expect(body).toBe('{"code":"notFound"}');
    }
    writeFileSync(join(folder, "sw.js"), "/* worker */");
    const worker = await app.inject("/sw.js");
    expect(worker.headers["cache-control"]).toBe("no-cache");
    expect(worker.headers["content-type"]).toContain("javascript");
  });

  it("leads whoever followed a mistyped link to the app", async () => {
    const { statusCode, headers } = await app.inject({ url: "/setup?x=1", headers: asPage });
    expect([statusCode, headers["location"]]).toEqual([302, "/"]);
  });

  it.each([
    "/.built-from",
    "/../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/package.json",
    "/assets/../../package.json",
    "/assets/%00.js",
    "//evil.example/",
  ])("keeps what is not the app to itself: %s", async (url) => {
    const { statusCode, headers } = await app.inject({ url });
    expect(statusCode).toBeGreaterThanOrEqual(400);
    expect(statusCode).toBeLessThan(500);
    expect(headers["location"]).toBeUndefined();
  });
});
