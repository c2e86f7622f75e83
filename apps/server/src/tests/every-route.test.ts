import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { changing, filled, routesOf } from "./route-table.ts";
import { issueAt } from "./set-up-by-hand.ts";
import { testConfig } from "./test-service.ts";

const pageFaces = ["gate", "token", "console"] as const;
const everyFace = [...pageFaces, "api", "ops"] as const;
/** The bank's server calls these with its own credentials. */
const backChannel = new Set(["POST /openid/request", "POST /openid/token"]);

let faces: AllFaces;
beforeAll(async () => {
  faces = await openAllFaces();
  for (const face of everyFace) await faces.apps[face].ready();
});
afterAll(() => faces.close());

const institutionId = () => faces.test.institution.institutionId;
const stateOf = async (customerId: string) => {
  const { customer, tokens } = await faces.test.service.storage.look({ institutionId: institutionId(), customerId });
  return { customer, tokens: tokens.map(({ key: _key, ...token }) => token) };
};

function fromElsewhere(): readonly Record<string, string>[] {
  return [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { origin: "https://evil.example", host: "evil.example", "x-forwarded-host": "evil.example" },
    { origin: "" },
    { referer: "https://gate.example.jp/" },
  ];
}

describe("the table of routes", () => {
  it("is read whole: what every face is known to have is in it", () => {
    const paths = everyFace.flatMap((face) => routesOf(faces.apps[face]).map(({ path }) => path));
    for (const path of [
      "/interaction/:uid/confirm",
      "/openid/token",
      "/activation/finish",
      "/sign-in/link",
      "/customers/:customerId/:procedure",
      "/v1/customers/:customerId/verifications",
      "/metrics",
    ]) {
      expect(paths).toContain(path);
    }
  });
});

describe("a request of another site", () => {
  it.each(pageFaces)("is refused on every route of %s that could change something", async (face) => {
    const app = faces.apps[face];
    const routes = changing(app).filter(({ method, path }) => !backChannel.has(`${method} ${path}`));
    expect(routes.length).toBeGreaterThanOrEqual(3);
    for (const { method, path } of routes) {
      for (const headers of fromElsewhere()) {
        const sent = { ...headers, "content-type": "application/json" };
        const answer = await app.inject({ method, url: filled(path), headers: sent, payload: "{}" });
        const what = `${method} ${path} ${JSON.stringify(headers)}`;
        expect([what, answer.statusCode]).toEqual([what, 403]);
        if (face !== "console") expect([what, answer.json()]).toEqual([what, { code: "foreignOrigin" }]);
      }
    }
  });

  it("is refused before its body is read, as a form too, and no field or header turns a GET into a POST", async () => {
    for (const face of pageFaces) {
      const [first] = changing(faces.apps[face]);
      const headers = { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" };
      const form = { method: "POST", url: filled(first?.path ?? ""), headers, payload: "a=b" } as const;
      if (!backChannel.has(`POST ${first?.path ?? ""}`)) {
        expect((await faces.apps[face].inject(form)).statusCode).toBe(403);
      }
    }
    const link = await faces.staffLink();
    const overridden = { "x-http-method-override": "POST", "x-method-override": "POST" };
    const url = `/sign-in/link?_method=POST&link=${link}`;
    await faces.browser("console").ask({ method: "GET", url, headers: overridden });
    expect((await faces.browser("console").post("/sign-in/link", { link })).headers.location).toBe("/passkeys");
  });

  it("reaches the back channel, which carries no cookie, only with the client's own secret", async () => {
    for (const url of ["/openid/request", "/openid/token"]) {
      for (const authorization of [undefined, "Basic b3pvcmEtYmFuazp3cm9uZw==", "Bearer x"]) {
        const headers = authorization === undefined ? {} : { authorization };
        const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
        const payload = "grant_type=authorization_code&code=x&client_id=ozora-bank";
        const answer = await faces.apps.gate.inject({ method: "POST", url, headers: form, payload });
        expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode).toBeLessThan(500);
      }
    }
  });
});

describe("GET and HEAD, as mail scanners and link previews send them", () => {
  it("change nothing on any path of the gate, with the visit's own cookies", async () => {
    await faces.askApi("PUT", "looked-at/application");
    const browser = faces.browser("gate");
    const here = await faces.openVisit(browser, "looked-at");
    await issueAt(browser, here);
    const before = await stateOf("looked-at");
    expect(before.tokens).toHaveLength(1);
    const uid = here.split("/")[2] ?? "";
    for (const { path } of routesOf(faces.apps.gate)) {
      // Both are meant to be opened: the first is the bank's own redirect, the second never ends by itself.
      if (path.startsWith("/openid/authorize") || path.endsWith("/progress")) continue;
      for (const method of ["GET", "HEAD"] as const) {
        const url = `${filled(path, { uid })}?otp=12345678&mobileEmail=x%40y.jp&mobileEmailAgain=x%40y.jp&lang=ja`;
        await browser.ask({ method, url });
      }
    }
    expect(await stateOf("looked-at")).toEqual(before);
    expect((await browser.get(here)).body).toContain("G-120");
  });

  it("change nothing on any path of the console, with the teller's own session", async () => {
    const teller = await faces.signedIn();
    await faces.askApi("PUT", "seen/application");
    const link = await faces.staffLink();
    const fields = { identityCheck: "callback", reason: "customerRequest" };
    const asked = await teller.post("/customers/seen/cancel", fields);
    const orderId = String(asked.headers.location).split("/").at(-1) ?? "";
    expect(orderId).toMatch(/^[0-9a-f]{32}$/);
    const before = await stateOf("seen");
    for (const procedure of ["suspend", "cancel"]) {
      for (const { path } of routesOf(faces.apps.console)) {
        for (const method of ["GET", "HEAD"] as const) {
          const url = filled(path, { orderId, customerId: "seen", procedure });
          await teller.ask({ method, url: `${url}?identityCheck=notYet&reason=lost&q=seen&link=${link}` });
        }
      }
    }
    expect(await stateOf("seen")).toEqual(before);
    expect((await teller.get("/")).statusCode).toBe(200);
    expect((await faces.browser("console").post("/sign-in/link", { link })).headers.location).toBe("/passkeys");
    const seen = /name="seen" value="([0-9a-f]+)"/.exec((await teller.get(`/procedures/${orderId}`)).body)?.[1] ?? "";
    await teller.post(`/procedures/${orderId}`, { seen });
    expect((await stateOf("seen")).customer?.use).toBe("cancelled");
  });

  it("change nothing on any path of the API and the token face", async () => {
    await faces.askApi("PUT", "read/application");
    const before = await stateOf("read");
    for (const face of ["api", "token"] as const) {
      for (const { path } of routesOf(faces.apps[face])) {
        const url = filled(path, { customerId: "read", serviceId: "10121234" });
        for (const method of ["GET", "HEAD"] as const) await faces.apps[face].inject({ method, url });
      }
    }
    expect(await stateOf("read")).toEqual(before);
  });
});

describe("every answer of every face", () => {
  it.each(everyFace)("%s: no framing, no sniffing, a strict policy, no permission for other sites", async (face) => {
    const teller = await faces.signedIn();
    for (const { path, methods } of routesOf(faces.apps[face])) {
      if (path.endsWith("/progress")) continue;
      for (const method of methods as readonly ("GET" | "HEAD" | "POST" | "PUT" | "DELETE")[]) {
        const url = filled(path, { serviceId: "10121234" });
        const headers = { origin: "https://evil.example", "accept-language": "en" };
        holds(await faces.apps[face].inject({ method, url, headers }), `${method} ${path}`);
        if (face === "console" && method === "GET") holds(await teller.get(url), `${method} ${path}, signed in`);
      }
    }
    for (const url of ["/nowhere", "/%zz", "/a\u0000b", "//evil.example/", "/../../etc/passwd", "/assets/nothing.js"]) {
      holds(await faces.apps[face].inject({ url, headers: { accept: "text/html" } }), url);
    }
  });

  function holds(answer: LightMyRequestResponse, what: string): void {
    const { headers } = answer;
    const policy = String(headers["content-security-policy"]);
    expect([what, policy]).toEqual([what, expect.stringContaining("default-src 'none'")]);
    expect([what, policy]).toEqual([what, expect.stringContaining("frame-ancestors 'none'")]);
    expect([what, policy]).toEqual([what, expect.stringContaining("base-uri 'none'")]);
    expect([what, policy]).toEqual([what, expect.not.stringMatching(/'unsafe-(inline|eval|hashes)'|\*|data:|blob:/)]);
    expect([what, headers["x-frame-options"], headers["x-content-type-options"]]).toEqual([what, "DENY", "nosniff"]);
    if (!answersAnySite(what)) expect([what, headers["access-control-allow-origin"]]).toEqual([what, undefined]);
    expect([what, headers["access-control-allow-credentials"]]).toEqual([what, undefined]);
    expect([what, headers["strict-transport-security"] ?? "ops has none"]).toEqual([what, expect.any(String)]);
    expect([what, headers["server"], headers["x-powered-by"]]).toEqual([what, undefined, undefined]);
    for (const line of [headers["set-cookie"] ?? []].flat()) {
      expect([what, line]).toEqual([what, expect.stringMatching(/^__(Host|Secure)-warifu-/)]);
      expect([what, line]).toEqual([what, expect.stringMatching(/; httponly/i)]);
      expect([what, line]).toEqual([what, expect.stringMatching(/; secure/i)]);
      expect([what, line]).toEqual([what, expect.stringMatching(/; samesite=(lax|strict)/i)]);
      expect([what, line]).toEqual([what, expect.not.stringMatching(/; domain=/i)]);
    }
  }
});

/** The provider's metadata, public keys and back channel let any site read their answers: no cookie plays a part in them. */
function answersAnySite(what: string): boolean {
  return what === "GET /openid/keys" || what.startsWith("GET /.well-known/") || backChannel.has(what);
}

describe("what a stranger puts into an address", () => {
  const addresses = [
    "//evil.example/",
    "//evil.example/..;/",
    "/\\evil.example/",
    "/%2f/evil.example",
    "///evil.example",
    "/sign-in?note=<script>",
  ];

  it.each(pageFaces)("%s: leads nobody to another site, neither by a link nor by a redirect", async (face) => {
    for (const url of addresses) await leadsNowhere(faces.apps[face], url);
  });

  it("moves no redirect and no link, said in Host, Forwarded or X-Forwarded-…", async () => {
    const elsewhere = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      "x-forwarded-prefix": "/evil",
      forwarded: "host=evil.example;proto=http",
      "x-original-url": "/evil",
    };
    for (const face of everyFace) {
      for (const { path, methods } of routesOf(faces.apps[face])) {
        if (!methods.includes("GET") || path.endsWith("/progress")) continue;
        const answer = await faces.apps[face].inject({ url: filled(path), headers: elsewhere });
        expect([path, answer.headers.location ?? "", answer.body]).toEqual([
          path,
          expect.not.stringContaining("evil"),
          expect.not.stringContaining("evil"),
        ]);
      }
    }
    const discovery = await faces.apps.gate.inject({ url: "/.well-known/openid-configuration", headers: elsewhere });
    expect(discovery.json<{ issuer: string }>().issuer).toBe(testConfig.origins.gate);
  });

  async function leadsNowhere(app: FastifyInstance, url: string): Promise<void> {
    const answer = await app.inject({ url, headers: { accept: "text/html" } });
    expect([url, answer.headers.location ?? "/"]).toEqual([url, expect.stringMatching(/^\/(?![/\\])/)]);
    for (const [link] of answer.body.matchAll(/(?:href|src|action)="[^"]*"/g)) {
      expect([url, link]).toEqual([url, expect.not.stringMatching(/="(\/[/\\]|https?:|javascript:)/)]);
    }
    expect(answer.body).not.toContain("<script>");
  }
});
