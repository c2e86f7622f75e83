import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApiFace } from "../faces/api/make-api-face.ts";
import { makeConsoleFace } from "../faces/console/make-console-face.ts";
import { makeGateFace } from "../faces/gate/make-gate-face.ts";
import { makeOpsFace } from "../faces/ops/make-ops-face.ts";
import { makeTokenFace } from "../faces/token/make-token-face.ts";
import { makeApp } from "../http/make-app.ts";
import type { AppOptions } from "../http/make-app.ts";
import type { Service } from "../service.ts";
import { apiKey, openAllFaces } from "./all-faces.ts";
import type { AllFaces } from "./all-faces.ts";
import { askRaw, hangUpAfter } from "./ask-raw.ts";
import type { RawAnswer } from "./ask-raw.ts";
import { filled, routesOf } from "./route-table.ts";

const everyFace = ["gate", "token", "console", "api", "ops"] as const;
type Face = (typeof everyFace)[number];

let faces: AllFaces;
const ports = new Map<Face, number>();
beforeAll(async () => {
  faces = await openAllFaces();
  for (const face of everyFace) {
    const address = await faces.apps[face].listen({ host: "127.0.0.1", port: 0 });
    ports.set(face, Number(new URL(address).port));
  }
});
afterAll(() => faces.close());

const portOf = (face: Face): number => ports.get(face) ?? 0;

/** A request as it stands on the wire; one answer, then the connection ends. */
function bytes(first: string, headers: readonly string[] = ["host: x"], body = ""): string {
  return [first, ...headers, "connection: close", "", body].join("\r\n");
}

/** Everything logged while `work` ran. */
async function loggedBy(work: () => Promise<void>): Promise<string> {
  const before = faces.test.logged().length;
  await work();
  return faces.test.logged().slice(before);
}

const failing = /"level":"(error|fatal)"/;
/** Fastify's, Node's and koa's own words, and whatever an exception brings along. */
const notOurs = /statusCode|Route |Cannot |undefined|Client Error|Bad Request"|\bat .*\.[jt]s|Error\b/;

function isFixed({ status, body }: RawAnswer, what: string): void {
  expect([what, status]).toEqual([what, expect.any(Number)]);
  expect([what, (status ?? 0) < 500]).toEqual([what, true]);
  expect([what, body]).toEqual([what, expect.not.stringMatching(notOurs)]);
}

describe("an unknown path", () => {
  const paths = [
    "/nowhere",
    "/assets/x.js",
    "/assets/browser/x.js",
    "/assets/",
    "/assets/%2e%2e/package.json",
    "/assets/%00",
    "/assets/%zz",
    "/v1/x",
    "/v1/customers/a/b",
    "/activation/x",
    "/docs/x",
    "/openid/x",
    "/.well-known/x",
    "/interaction/x/y/z",
    "/sign-in/x/y",
    "/customers/x/y/z",
    "//evil.example/x",
    "/a%00b",
    "/%zz",
    "*",
    `/?${"x".repeat(9000)}`,
  ];

  it.each(everyFace)("has the fixed answers of %s, for every method, and leaves no error in the log", async (face) => {
    const log = await loggedBy(async () => {
      for (const path of paths) {
        for (const method of ["GET", "HEAD", "POST", "PUT", "OPTIONS", "PROPFIND", "TRACE"]) {
          for (const accept of ["text/html", "application/json"]) {
            const what = `${method} ${path.slice(0, 40)} ${accept}`;
            isFixed(
              await askRaw(portOf(face), bytes(`${method} ${path} HTTP/1.1`, ["host: x", `accept: ${accept}`])),
              what,
            );
          }
        }
      }
    });
    expect(log).not.toMatch(failing);
  });
});

describe("what is no request", () => {
  const broken: [string, string, number][] = [
    ["an unknown method", bytes("FOO / HTTP/1.1"), 400],
    ["no version", "GET / HTTP\r\n\r\n", 400],
    ["headers without end", bytes("GET / HTTP/1.1", ["host: x", `x: ${"y".repeat(20_000)}`]), 431],
    ["a length that is no number", bytes("POST / HTTP/1.1", ["host: x", "content-length: x"]), 400],
    ["two lengths", bytes("POST / HTTP/1.1", ["host: x", "content-length: 1", "content-length: 2"], "a"), 400],
    [
      "a length beside chunks",
      bytes("POST / HTTP/1.1", ["host: x", "content-length: 3", "transfer-encoding: chunked"], "0\r\n\r\n"),
      400,
    ],
    ["a header without a name", bytes("GET / HTTP/1.1", ["host: x", ": y"]), 400],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000", 400],
    ["an expectation", bytes("POST / HTTP/1.1", ["host: x", "expect: 200-maybe", "content-length: 0"]), 417],
  ];

  it.each(everyFace)("is answered by %s in the form of every other refusal, with its headers", async (face) => {
    const log = await loggedBy(async () => {
      for (const [what, request, status] of broken) {
        const answer = await askRaw(portOf(face), request);
        expect([what, answer.status]).toEqual([what, status]);
        expect([what, JSON.parse(answer.body)]).toEqual([what, { code: "malformed", message: expect.any(String) }]);
        expect(answer.headers).toContain("default-src 'none'");
        expect(answer.headers).toContain("x-content-type-options: nosniff");
        expect(answer.headers).toContain("cache-control: no-store");
      }
    });
    expect(log).not.toMatch(failing);
  });
});

describe("the Host of a request", () => {
  it.each(everyFace)("is one, at %s", async (face) => {
    const log = await loggedBy(async () => {
      for (const headers of [
        [],
        ["host: a", "host: b"],
        ["host: a", "Host: a"],
        ["host: a b"],
        ["host: a, b"],
        ["host: a/b"],
        ["host: user@a"],
        ["host: a\u0000"],
        ["host: \u00e9"],
      ]) {
        for (const path of ["/nowhere", "/healthz", "/sign-in", "/.well-known/openid-configuration", "/openapi.json"]) {
          const what = `${path} ${headers.join()}`;
          const answer = await askRaw(portOf(face), bytes(`GET ${path} HTTP/1.1`, headers));
          expect([what, answer.status]).toEqual([what, 400]);
          isFixed(answer, what);
        }
      }
      for (const headers of [["host: a"], ["HOST: a:1"], ["host: [::1]:4001"], ["host: "]]) {
        expect((await askRaw(portOf(face), bytes("GET /%66 HTTP/1.1", headers))).status).not.toBe(400);
      }
      expect((await askRaw(portOf(face), bytes("GET /nowhere HTTP/1.0", []))).status).not.toBe(400);
    });
    expect(log).not.toMatch(failing);
  });
});

describe("a body in a coding that is not understood", () => {
  it.each(everyFace)("is refused by every route of %s, which says what is", async (face) => {
    const { origins } = faces.test.service.config;
    const origin = face === "ops" ? "https://ops.example.jp" : origins[face];
    const log = await loggedBy(async () => {
      for (const coding of ["gzip", "br", "deflate", "gzip, gzip", "nonsense", ""]) {
        for (const { path, methods } of routesOf(faces.apps[face])) {
          if (path.endsWith("/progress")) continue;
          for (const method of methods) {
            const headers = ["host: x", `origin: ${origin}`, `content-encoding: ${coding}`, "content-length: 0"];
            const answer = await askRaw(portOf(face), bytes(`${method} ${filled(path)} HTTP/1.1`, headers));
            const what = `${method} ${path} ${coding}`;
            expect([what, answer.status]).toEqual([what, 415]);
            expect(answer.headers).toContain("accept-encoding: identity");
          }
        }
      }
    });
    expect(log).not.toMatch(failing);
  });

  it("is none when it says that it has none", async () => {
    const headers = ["host: x", "content-encoding: identity"];
    expect((await askRaw(portOf("ops"), bytes("GET /healthz HTTP/1.1", headers))).status).toBe(200);
  });
});

describe("a request that names an origin in its first line", () => {
  const foreign = ["http://evil.example", "HTTPS://evil.example:8443", "http://user@evil.example", "ws://evil.example"];

  it.each(everyFace)("is answered by %s as if it had not: no answer of any route repeats it", async (face) => {
    for (const { path, methods } of routesOf(faces.apps[face])) {
      if (path.endsWith("/progress") || !methods.includes("GET")) continue;
      for (const origin of foreign) {
        const headers = ["host: gate.example.jp", "accept: text/html", "x-forwarded-host: evil.example"];
        const answer = await askRaw(portOf(face), bytes(`GET ${origin}${filled(path)}?lang=en HTTP/1.1`, headers));
        const what = `${origin}${path}`;
        expect([what, answer.status]).not.toEqual([what, 500]);
        expect([what, `${answer.headers}${answer.body}`]).toEqual([what, expect.not.stringContaining("evil")]);
      }
    }
    for (const origin of foreign) {
      for (const rest of ["", "?x", "/nowhere", "//evil.example/"]) {
        const answer = await askRaw(
          portOf(face),
          bytes(`GET ${origin}${rest} HTTP/1.1`, ["host: x", "accept: text/html"]),
        );
        isFixed(answer, origin + rest);
        expect(`${answer.headers}${answer.body}`).not.toContain("evil");
      }
    }
  });

  it("leaves the discovery document as it is: every address in it is the configured one", async () => {
    const ask = async (prefix: string) =>
      (await askRaw(portOf("gate"), bytes(`GET ${prefix}/.well-known/openid-configuration HTTP/1.1`))).body;
    const ours = await ask("");
    expect(ours).toContain('"issuer":"https://gate.example.jp"');
    for (const origin of foreign) expect(await ask(origin)).toBe(ours);
  });
});

describe("whoever hangs up", () => {
  it.each(everyFace)("in the middle of a body is a 4xx in the log of %s, and no error", async (face) => {
    const { origins } = faces.test.service.config;
    const headers = [
      "host: x",
      `origin: ${face === "ops" ? "https://ops.example.jp" : origins[face]}`,
      "content-type: application/json",
      "content-length: 100",
    ];
    const paths = ["/activation/start", "/sign-in/x", "/openid/token", "/v1/customers/x/verifications", "/nowhere"];
    const log = await loggedBy(async () => {
      for (const path of paths) await hangUpAfter(portOf(face), bytes(`POST ${path} HTTP/1.1`, headers, '{"a":'));
      // The connections end in their order, so that the answer to a later one stands behind them.
      await askRaw(portOf(face), bytes("GET /after HTTP/1.1"));
    });
    expect(log).not.toMatch(failing);
    expect(log).not.toMatch(/"status":5/);
  });

  it("before the API key is checked leaves no error in the log", async () => {
    const { service } = faces.test;
    let look: () => void = () => {};
    const looked = new Promise<void>((resolve) => (look = resolve));
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const slow: Service = {
      ...service,
      storage: {
        ...service.storage,
        async apiKeyByHash(keyHash) {
          look();
          await released;
          return await service.storage.apiKeyByHash(keyHash);
        },
      },
    };
    const app = await makeApiFace(slow);
    const port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
    const log = await loggedBy(async () => {
      const request = bytes("GET /v1/events HTTP/1.1", ["host: x", "authorization: Bearer wrf_x"]);
      await Promise.all([hangUpAfter(port, request), looked]);
      await expect.poll(() => connectionsOf(app)).toBe(0);
      release();
      // Asked after the other was let go, it is answered after it.
      const answer = await app.inject({ url: "/v1/events", headers: { authorization: "Bearer wrf_y" } });
      expect(answer.statusCode).toBe(401);
    });
    await app.close();
    expect(log).not.toMatch(failing);
  });
});

describe("an exception", () => {
  const surprise = "password=hunter2 at /secret/path";

  /** A service whose store fails, once told so, whatever it is asked; the pages about problems ask it too. */
  function withFailingStore(): { failing: Service; fail: () => void } {
    const { service } = faces.test;
    let isFailing = false;
    const failOr = <Name extends keyof Service["storage"]>(name: Name): Service["storage"][Name] => {
      if (!isFailing) return service.storage[name];
      return () => {
        throw new Error(surprise);
      };
    };
    const storage = new Proxy(service.storage, { get: (_store, name) => failOr(name as keyof Service["storage"]) });
    const perform: Service["perform"] = () => Promise.reject(new Error(surprise));
    return { failing: { ...service, storage, perform }, fail: () => (isFailing = true) };
  }

  it.each([
    ["gate", makeGateFace],
    ["token", makeTokenFace],
    ["console", makeConsoleFace],
    ["api", makeApiFace],
    ["ops", makeOpsFace],
  ] as const)("of the store, and of %s's page about it, is told in fixed words on every path", async (face, make) => {
    const { failing: service, fail } = withFailingStore();
    const app = await make(service);
    await app.ready();
    fail();
    const { origins } = faces.test.service.config;
    const told: number[] = [];
    for (const { path, methods } of [...routesOf(app), { path: "/nowhere", methods: ["GET", "POST"] }]) {
      for (const method of methods as readonly ("GET" | "HEAD" | "POST" | "PUT" | "DELETE")[]) {
        const headers = {
          origin: face === "ops" ? "" : origins[face],
          accept: "text/html",
          authorization: `Bearer ${apiKey}`,
          cookie: `__Host-warifu-${face}-session=${"x".repeat(43)}`,
        };
        const answer = await app.inject({ method, url: filled(path), headers });
        const what = `${method} ${path}`;
        told.push(answer.statusCode);
        expect([what, answer.body]).toEqual([what, expect.not.stringMatching(/hunter2|secret\/|statusCode/)]);
        expect([what, answer.headers["content-security-policy"]]).toEqual([what, expect.any(String)]);
      }
    }
    // At the gate nobody gets as far as the store without the cookie of a visit.
    if (face !== "gate") expect(told.some((status) => status >= 500)).toBe(true);
    await app.close();
  });

  it.each([
    ["throws", (): never => fall(surprise)],
    ["rejects", async () => await Promise.reject(new Error(surprise))],
    ["throws after a first header", (_problem, _request, reply) => (reply.header("location", "/x"), fall(surprise))],
  ] satisfies [string, NonNullable<AppOptions["renderProblem"]>][])(
    "inside the error handler itself is told in the same words: it %s",
    async (_how, renderProblem) => {
      const app = await makeApp(faces.test.service, { face: "console", forms: true, renderProblem });
      app.get("/surprise", () => fall(surprise));
      for (const [request, status, code] of [
        [{ url: "/nowhere" }, 404, "notFound"],
        [{ url: "/surprise" }, 500, "internalError"],
        [{ method: "POST", url: "/surprise" }, 403, "foreignOrigin"],
      ] as const) {
        const answer = await app.inject(request);
        expect([answer.statusCode, answer.json()]).toEqual([status, { code, message: expect.any(String) }]);
        expect(answer.headers.location).toBeUndefined();
        expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
      }
      await app.close();
    },
  );
});

function fall(message: string): never {
  throw new Error(message);
}

async function connectionsOf(app: FastifyInstance): Promise<number> {
  return await new Promise((resolve, reject) => {
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
