import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeBank } from "./make-bank.ts";
import { readConfig } from "./read-config.ts";

const origin = "https://bank.example.jp";
const form = "application/x-www-form-urlencoded";

let bank: FastifyInstance;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "warifu-bank-routes-"));
  const customers = [{ customerId: "hanako", password: "right", name: "大空 花子" }];
  writeFileSync(join(folder, "customers.json"), JSON.stringify(customers));
  const config = readConfig({
    BANK_PORT: "4000",
    BANK_ORIGIN: origin,
    BANK_CUSTOMERS_FILE: join(folder, "customers.json"),
    BANK_SESSION_KEY: "k".repeat(32),
    WARIFU_ISSUER: "http://127.0.0.1:1",
    WARIFU_CLIENT_ID: "bank",
    WARIFU_CLIENT_SECRET: "s".repeat(32),
  });
  bank = await makeBank(config, () => Date.UTC(2026, 10, 22, 3));
  await bank.ready();
});
afterAll(async () => {
  await bank.close();
  rmSync(folder, { recursive: true });
});

/** From Fastify's own tree, so that none is forgotten. */
function paths(method: "GET" | "POST"): readonly string[] {
  const above: string[] = [];
  const found: string[] = [];
  for (const line of bank.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indent = "", path = "", methods] = /^((?:│ {3}| {4})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (path === "") continue;
    above.length = indent.length / 4;
    above.push(path);
    if (methods?.split(", ").includes(method) === true && !path.endsWith("*")) found.push(above.join(""));
  }
  return found;
}

describe("every route of the bank", () => {
  it("is known", () => {
    expect(paths("POST").toSorted()).toEqual(["/log-in", "/log-out", "/transfer", "/transfer/confirm"]);
    expect(paths("GET")).toContain("/callback");
  });

  it("takes no POST but from the bank's own pages", async () => {
    for (const url of paths("POST")) {
      for (const headers of [
        {},
        { origin: "https://evil.example" },
        { origin: "null" },
        { origin: `${origin}.evil.example` },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { origin: "https://evil.example", "sec-fetch-site": "same-origin", host: "evil.example" },
      ]) {
        const sent = { ...headers, "content-type": form };
        const { statusCode } = await bank.inject({
          method: "POST",
          url,
          headers: sent,
          payload: "customerId=hanako&password=right",
        });
        expect([url, headers, statusCode]).toEqual([url, headers, 403]);
      }
    }
  });

  it("is framed by nobody, runs nothing of its own making, and gives cookies to this host only", async () => {
    const asked = [
      ...paths("GET").map((url) => ({ method: "GET", url }) as const),
      ...paths("POST").map((url) => ({ method: "POST", url, headers: { origin } }) as const),
      { method: "GET", url: "/nowhere?lang=en" },
      {
        method: "POST",
        url: "/log-in",
        headers: { origin, "content-type": form },
        payload: "customerId=hanako&password=right",
      },
    ] as const;
    for (const one of asked) {
      const { headers } = await bank.inject(one);
      const policy = String(headers["content-security-policy"]);
      expect([one.url, policy]).toEqual([one.url, expect.stringContaining("frame-ancestors 'none'")]);
      expect([one.url, policy]).toEqual([one.url, expect.stringContaining("default-src 'none'")]);
      expect([one.url, policy]).toEqual([one.url, expect.not.stringContaining("unsafe")]);
      expect([one.url, headers["cache-control"]]).toEqual([one.url, "no-store"]);
      for (const cookie of [headers["set-cookie"] ?? []].flat()) {
        expect([one.url, cookie]).toEqual([one.url, expect.stringMatching(/httponly/i)]);
        expect([one.url, cookie]).toEqual([one.url, expect.stringMatching(/samesite=lax/i)]);
        expect([one.url, cookie]).toEqual([one.url, expect.stringMatching(/; secure/i)]);
        expect([one.url, cookie]).toEqual([one.url, expect.not.stringMatching(/domain=/i)]);
      }
    }
  });

  it("repeats no origin that a request brought along in its first line", async () => {
    const address = new URL(await bank.listen({ host: "127.0.0.1", port: 0 }));
    for (const path of ["/log-in", "/", "/nowhere"]) {
      const asked = request({ port: address.port, path: `http://evil.example${path}`, agent: false }).end();
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      const told = `${JSON.stringify(answer.headers)}${await text(answer)}`;
      expect([path, told]).toEqual([path, expect.not.stringContaining("evil.example")]);
    }
  });

  it("survives every body: doubled fields, arrays, JSON, nothing, too much", async () => {
    const bodies = [
      [form, "customerId=a&customerId=b&password=c&password=d"],
      [form, "customerId[]=a&password[x]=b"],
      [form, "__proto__=1&constructor=2&customerId=%00&password=%ff"],
      [form, `customerId=${"x".repeat(60_000)}`],
      [form, "x".repeat(10_000_000)],
      ["application/json", '{"customerId":["hanako"],"password":{"toString":1}}'],
      ["application/json", "null"],
      ["application/json", "["],
      ["text/plain", "customerId=hanako"],
      ["", ""],
    ] as const;
    for (const url of paths("POST")) {
      for (const [type, payload] of bodies) {
        const headers = { origin, "content-type": type };
        const { statusCode } = await bank.inject({ method: "POST", url, headers, payload });
        expect([url, payload.slice(0, 40), statusCode < 500]).toEqual([url, payload.slice(0, 40), true]);
      }
    }
  });
});
