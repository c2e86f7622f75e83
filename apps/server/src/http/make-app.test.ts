import { ClockAhead, ClockApart, KeyUnreadable, OutcomeUnknown, StoreBusy, Throttled } from "@warifu/rules";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestService, testConfig } from "../tests/test-service.ts";
import type { TestService } from "../tests/test-service.ts";
import { faceCookie } from "./cookies.ts";
import { makeApp } from "./make-app.ts";

let test: TestService;
let app: FastifyInstance;
const origin = testConfig.origins.gate;

beforeEach(async () => {
  test = await makeTestService();
  app = await makeApp(test.service, { face: "gate", forms: true });
  app.get("/ok", () => ({ ok: true }));
  app.get("/language", (request) => request.language);
  app.post("/form", (request) => request.body);
  app.post("/back-channel", { config: { calledByServers: true } }, () => ({ ok: true }));
  app.get("/own-csp", { config: { contentSecurityPolicy: "default-src 'self'" } }, () => ({ ok: true }));
  app.get("/hijacked", (_request, reply) => {
    reply.hijack();
    reply.raw.end("by somebody else");
  });
});
afterEach(async () => {
  await app.close();
  await test.service.close();
});

describe("every answer of a face", () => {
  it.each(["/ok", "/nowhere", "/hijacked"])("carries the protecting headers: %s", async (url) => {
    const { headers } = await app.inject(url);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["strict-transport-security"]).toContain("max-age=31536000");
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["server"]).toBeUndefined();
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  it("never copies a URL that cannot be read into its answer", async () => {
    const { statusCode, body } = await app.inject("/%zz<script>");
    expect(statusCode).toBe(400);
    expect(body).not.toMatch(/script|zz/);
  });

  it("takes a route's own policy instead of the face's", async () => {
    const { headers } = await app.inject("/own-csp");
    expect(headers["content-security-policy"]).toBe("default-src 'self'");
  });

  it("says nothing of what broke inside, and gives the number under which the log has it", async () => {
    app.get("/surprise", () => {
      throw new Error("password=hunter2 at /secret/path");
    });
    const { statusCode, body, headers } = await app.inject("/surprise");
    expect(statusCode).toBe(500);
    expect(body).not.toMatch(/hunter2|secret|at /);
    expect(body).toContain(String(headers["x-request-id"]));
    expect(test.logged()).toContain(String(headers["x-request-id"]));
    expect(test.logged()).not.toMatch(/hunter2/);
  });

  it("calls an unknown commit unknown (I11), and an unreadable key a failure of ours", async () => {
    app.get("/unknown", () => {
      throw new OutcomeUnknown("the connection was lost");
    });
    app.get("/unreadable", () => {
      throw new KeyUnreadable("damaged");
    });
    expect((await app.inject("/unknown")).json()).toMatchObject({ code: "outcomeUnknown" });
    expect((await app.inject("/unknown")).statusCode).toBe(503);
    expect((await app.inject("/unreadable")).statusCode).toBe(500);
  });
});

describe("a service that cannot answer now", () => {
  it.each([StoreBusy, ClockAhead, ClockApart])("says so, and when to come back: %s", async (Kind) => {
    app.get("/busy", () => {
      throw new Kind("inner words");
    });
    const { statusCode, headers, body } = await app.inject("/busy");
    expect([statusCode, headers["retry-after"]]).toEqual([503, "1"]);
    expect(body).toContain("unavailable");
    expect(body).not.toContain("inner words");
  });

  it("turns codes away while too many wrong ones come, and says for how long", async () => {
    app.get("/throttled", () => {
      throw new Throttled(37);
    });
    const { statusCode, headers } = await app.inject("/throttled");
    expect([statusCode, headers["retry-after"]]).toEqual([429, "37"]);
  });

  it("names no time where coming back is no help", async () => {
    app.get("/surprise", () => {
      throw new Error("surprise");
    });
    expect((await app.inject("/surprise")).headers["retry-after"]).toBeUndefined();
  });
});

describe("a request that could change something", () => {
  const payload = "otp=12345678";
  const type = "application/x-www-form-urlencoded";

  it("is taken from our own page only", async () => {
    const ask = (headers: Record<string, string>) =>
      app.inject({ method: "POST", url: "/form", headers: { "content-type": type, ...headers }, payload });
    expect((await ask({ origin })).json()).toEqual({ otp: "12345678" });
    for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }, { referer: `${origin}/x` }]) {
      const { statusCode, body } = await ask(headers);
      expect([statusCode, body]).toEqual([403, expect.stringContaining("foreignOrigin")]);
    }
  });

  it("is taken from servers where a route says that servers call it", async () => {
    expect((await app.inject({ method: "POST", url: "/back-channel" })).statusCode).toBe(200);
  });

  it("is refused as plain text, which another site's form could send", async () => {
    const headers = { origin, "content-type": "text/plain" };
    expect((await app.inject({ method: "POST", url: "/form", headers, payload: "{}" })).statusCode).toBe(415);
  });

  it("keeps its origin in mind whatever Host and X-Forwarded-Host say", async () => {
    const headers = {
      "content-type": type,
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      origin: "https://evil.example",
    };
    expect((await app.inject({ method: "POST", url: "/form", headers, payload })).statusCode).toBe(403);
  });
});

describe("cookies", () => {
  it("are HttpOnly, host-only and secure, and named after their face", async () => {
    const session = faceCookie(testConfig, "gate", "session");
    app.get("/set", (_request, reply) => {
      session.set(reply, "value");
      return { ok: true };
    });
    const header = String((await app.inject("/set")).headers["set-cookie"]);
    expect(header).toBe("__Host-warifu-gate-session=value; Path=/; HttpOnly; Secure; SameSite=Lax");
  });

  it("drop Secure and its prefix only for an http origin, which the configuration allows for loopback hosts alone", () => {
    const origins = { ...testConfig.origins, gate: "http://localhost:4001" };
    expect(faceCookie({ origins }, "gate", "session").name).toBe("warifu-gate-session");
  });
});

describe("the language", () => {
  it("is Japanese unless the person chose or the browser asks for English", async () => {
    const ask = async (url: string, headers = {}) => (await app.inject({ url, headers })).body;
    expect(await ask("/language")).toBe("ja");
    expect(await ask("/language", { "accept-language": "en-GB,ja;q=0.5" })).toBe("en");
    expect(await ask("/language?lang=en")).toBe("en");
    expect(await ask("/language?lang=en&lang=ja")).toBe("ja");
    expect(await ask("/language?lang=<script>")).toBe("ja");
  });

  it("is remembered once chosen", async () => {
    const chosen = await app.inject("/language?lang=en");
    const [cookie] = chosen.cookies;
    const cookies = { [cookie?.name ?? ""]: cookie?.value ?? "" };
    expect((await app.inject({ url: "/language", cookies })).body).toBe("en");
  });
});
