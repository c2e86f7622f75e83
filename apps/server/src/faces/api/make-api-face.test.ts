import { totp } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { importToken, OutcomeUnknown, purposes } from "@warifu/rules";
import type { EventType, Institution, TokenId } from "@warifu/rules";
import { makeWarifuClient, verificationPurposes, wireCodes } from "@warifu/wire";
import fc from "fast-check";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestService, testStartMs } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { hashApiKey } from "./api-key.ts";
import { makeApiFace } from "./make-api-face.ts";
import { operator, operatorEvent } from "../../commands/operator.ts";

const apiKey = `wrf_0123456789abcdef_${"a".repeat(64)}`;
const foreignKey = `wrf_fedcba9876543210_${"b".repeat(64)}`;
const revokedKey = `wrf_00000000000000ff_${"c".repeat(64)}`;
const key = new Uint8Array(32).fill(5);
const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;

let test: TestService;
let app: FastifyInstance;

beforeAll(async () => {
  test = await makeTestService();
  const { storage } = test.service;
  const other: Institution = { ...test.institution, institutionId: "institution-2", serviceId: "20121234" };
  await storage.putInstitution(other, event("institution.saved", other.institutionId));
  await addKey("bank", apiKey, test.institution.institutionId);
  await addKey("otherBank", foreignKey, other.institutionId);
  await addKey("bank", revokedKey, test.institution.institutionId);
  await storage.revokeApiKey(revokedKey.slice(4, 20), testStartMs, event("apiKey.revoked", "institution-1"));
  app = await makeApiFace(test.service);
});

afterAll(async () => {
  await app.close();
  await test.service.close();
});

const event = (type: EventType, institutionId: string) => operatorEvent(type, testStartMs, institutionId);

async function addKey(clientId: string, whole: string, institutionId: string): Promise<void> {
  const { storage } = test.service;
  const client = { clientId, institutionId, name: clientId, redirectUris: [], clientSecret: "secret" };
  if ((await storage.client(clientId)) === null) await storage.addClient(client, event("client.saved", institutionId));
  const stored = {
    keyId: whole.slice(4, 20),
    clientId,
    institutionId,
    keyHash: hashApiKey(whole),
    createdAtMs: testStartMs,
    lastUsedAtMs: null,
    revokedAtMs: null,
  };
  await storage.addApiKey(stored, 2, event("apiKey.created", institutionId));
}

/** A customer whose token is in use, with `key`. */
async function customerInUse(customerId: string): Promise<void> {
  const { institutionId } = test.institution;
  await test.service.perform(test.institution, { institutionId, customerId }, operator, (state, context) =>
    importToken(
      state,
      { institutionId, customerId, tokenId: `token-${customerId}` as TokenId, key, ...parameters },
      context,
    ),
  );
}

const codeNow = () => totp(nodeHmac, key, test.clock.nowMs, parameters);

function ask(options: InjectOptions & { key?: string | null }) {
  const { key: used = apiKey, ...rest } = options;
  const authorization = used === null ? {} : { authorization: `Bearer ${used}` };
  return app.inject({ ...rest, headers: { ...authorization, ...rest.headers } });
}

const verify = (customerId: string, otp: unknown, extra: object = {}) =>
  ask({
    method: "POST",
    url: `/v1/customers/${customerId}/verifications`,
    payload: { otp, purpose: "login", ...extra },
  });

describe("the headers of an answer", () => {
  it("are for programs few, and for the page all that a browser heeds", async () => {
    const forProgram = await app.inject({ method: "GET", url: "/openapi.json" });
    expect(forProgram.headers).toMatchObject({
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'") as string,
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect(forProgram.headers).not.toHaveProperty("permissions-policy");
    const page = await app.inject({ method: "GET", url: "/docs" });
    expect(page.headers).toHaveProperty("permissions-policy");
    expect(page.headers["referrer-policy"]).toBe("same-origin");
  });
});

describe("the API key", () => {
  it("opens the door in the Authorization header only, whatever the scheme's case", async () => {
    await customerInUse("key-door");
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      const answer = await ask({
        url: "/v1/customers/key-door",
        key: null,
        headers: { authorization: `${scheme} ${apiKey}` },
      });
      expect(answer.statusCode).toBe(200);
    }
    const inQuery = await ask({ url: `/v1/customers/key-door?access_token=${apiKey}`, key: null });
    expect(inQuery.statusCode).toBe(401);
  });

  it("is refused alike when it is missing, malformed, unknown or revoked", async () => {
    const answers = await Promise.all(
      [
        null,
        "",
        "wrf_",
        "x".repeat(300),
        `${apiKey}x`,
        apiKey.slice(0, -1),
        revokedKey,
        hashApiKey(apiKey),
        `${apiKey} ${apiKey}`,
      ].map((used) => ask({ url: "/v1/customers/hanako", key: used })),
    );
    for (const answer of answers) {
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="warifu"');
      expect(answer.body).toBe(answers[0]?.body);
      expect(answer.json()).toEqual({ code: "unauthorized", message: wireCodes.unauthorized.message });
    }
  });

  it("is refused before the body is looked at", async () => {
    const answer = await ask({ method: "POST", url: "/v1/customers/hanako/verifications", key: null, payload: "{" });
    expect(answer.statusCode).toBe(401);
  });

  it("is noted as used, to the minute", async () => {
    await ask({ url: "/v1/customers/hanako" });
    const keys = await test.service.storage.apiKeysOf("bank");
    expect(keys.find(({ keyId }) => keyId === apiKey.slice(4, 20))?.lastUsedAtMs).not.toBeNull();
  });

  it("never comes into the log", () => {
    expect(test.logged()).not.toContain(apiKey);
    expect(test.logged()).not.toContain(apiKey.slice(21));
  });

  it("cannot be searched for: failures of one address are limited, and right keys are not shut out by them", async () => {
    const answers = [];
    for (let count = 0; count < 150; count += 1) {
      answers.push(await ask({ url: "/v1/customers/hanako", key: `wrf_1_${count}`, remoteAddress: "192.0.2.7" }));
    }
    expect(answers[0]?.statusCode).toBe(401);
    const last = answers.at(-1);
    expect([last?.statusCode, last?.json<{ code: string }>().code]).toEqual([429, "too_many_requests"]);
    expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
    const right = await ask({ url: "/v1/customers/key-door", remoteAddress: "192.0.2.7" });
    expect(right.statusCode).toBe(200);
    expect(right.headers["ratelimit-limit"]).toBeDefined();
    expect(right.headers["ratelimit-remaining"]).toBeDefined();
  });
});

describe("application", () => {
  const url = "/v1/customers/taro/application";

  it("is registered once; repeating it changes nothing", async () => {
    const payload = {
      name: "大空太郎",
      nameKana: "オオゾラ タロウ",
      branchCode: "001",
      accountNumber: "1234567",
      phone: "03-1234-5678",
    };
    const first = await ask({ method: "PUT", url, payload });
    expect([first.statusCode, first.json()]).toEqual([201, { use: "applied" }]);
    const second = await ask({ method: "PUT", url, payload: { name: "別人" } });
    expect([second.statusCode, second.json()]).toEqual([200, { use: "applied" }]);
    const { customer } = await test.service.storage.look({ institutionId: "institution-1", customerId: "taro" });
    expect(customer?.profile).toEqual(payload);
    const events = await test.service.storage.eventsOfCustomer("institution-1", "taro", 10);
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([
      ["application.registered", { kind: "institution", id: "bank", channel: "api" }],
    ]);
  });

  it("needs no body", async () => {
    const answer = await ask({ method: "PUT", url: "/v1/customers/bare/application" });
    expect(answer.statusCode).toBe(201);
  });

  it("is cancelled with every live token; then it is no longer there to cancel", async () => {
    await customerInUse("leaver");
    const leave = () => ask({ method: "DELETE", url: "/v1/customers/leaver/application" });
    const first = await leave();
    expect([first.statusCode, first.json()]).toEqual([200, { revokedTokens: 1 }]);
    const second = await leave();
    expect([second.statusCode, second.json().code]).toEqual([409, "not_applied"]);
    expect((await verify("leaver", codeNow())).json()).toEqual({ accepted: false, reason: "not_in_use" });
    expect((await ask({ url: "/v1/customers/leaver" })).json()).toMatchObject({
      use: "cancelled",
      status: "cancelled",
    });
  });

  it("repeated lifts no revocation unless it says so", async () => {
    await customerInUse("thief");
    const again = (payload: object) => ask({ method: "PUT", url: "/v1/customers/thief/application", payload });
    await ask({ method: "POST", url: "/v1/customers/thief/revoke", payload: { reason: "stolen" } });
    const revokedAt = async () =>
      (await test.service.storage.look({ institutionId: "institution-1", customerId: "thief" })).customer?.revokedAtMs;
    expect((await again({})).statusCode).toBe(200);
    expect(await revokedAt()).not.toBeNull();
    expect((await again({ afterRevocation: true })).statusCode).toBe(201);
    expect(await revokedAt()).toBeNull();
  });
});

describe("verification", () => {
  it("accepts a right code once, over all purposes", async () => {
    await customerInUse("once");
    const otp = codeNow();
    const first = await verify("once", otp, { reference: "T-0001" });
    expect([first.statusCode, first.json()]).toEqual([200, { accepted: true }]);
    for (const purpose of purposes) {
      expect((await verify("once", otp, { purpose })).json()).toEqual({ accepted: false, reason: "used" });
    }
  });

  it("accepts one of fifty at the same time", async () => {
    await customerInUse("fifty");
    const otp = codeNow();
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify("fifty", otp)));
    expect(answers.filter((answer) => answer.json<{ accepted: boolean }>().accepted)).toHaveLength(1);
  });

  it("tells the institution why, and how many tries are left, until the pause and its end", async () => {
    await customerInUse("guessed");
    const wrong = String((Number(codeNow()) + 1) % 100_000_000).padStart(8, "0");
    const told = [];
    for (let count = 0; count < 6; count += 1) told.push((await verify("guessed", wrong)).json<object>());
    expect(told.slice(0, 4)).toEqual(
      [4, 3, 2, 1].map((triesLeft) => ({ accepted: false, reason: "mismatch", triesLeft })),
    );
    expect(told[5]).toMatchObject({ accepted: false, reason: "paused", untilMs: test.clock.nowMs + 30 * 60_000 });
    expect((await verify("guessed", codeNow())).json()).toMatchObject({ accepted: false, reason: "paused" });
  });

  it("does not count what is no code of the token", async () => {
    await customerInUse("typist");
    for (const otp of [
      "1234567",
      "123456",
      "1234567a",
      "１２３４５６７８",
      "12345678 ",
      12_345_678,
      ["12345678"],
      {},
      null,
      true,
    ]) {
      const answer = await verify("typist", otp);
      const { code, fields } = answer.json<{ code: string; fields?: string[] }>();
      expect([answer.statusCode, code, fields], JSON.stringify(otp)).toEqual([400, "malformed", ["otp"]]);
    }
    expect((await ask({ url: "/v1/customers/typist" })).json()).toMatchObject({ token: { triesLeft: 5 } });
    expect((await verify("typist", codeNow())).json()).toEqual({ accepted: true });
  });

  it("names the field of a code that has another length than the token's, wherever it was sent", async () => {
    await customerInUse("counted");
    const url = "/v1/customers/counted";
    const inBatch = { verifications: [{ customerId: "counted", otp: "123456", purpose: "login" }] };
    const refusals = await Promise.all([
      verify("counted", "123456"),
      ask({ method: "POST", url: `${url}/resync`, payload: { otps: ["12345678", "123456"] } }),
      ask({ method: "POST", url: "/v1/verifications", payload: inBatch }),
    ]);
    const [verified, resynced, batch] = refusals.map((answer) => answer.json<Record<string, unknown>>());
    const error = (field: string) => ({ code: "malformed", message: wireCodes.malformed.message, fields: [field] });
    expect(verified).toEqual(error("otp"));
    expect(resynced).toEqual(error("otps"));
    expect(batch).toEqual({ results: [{ error: error("otp") }] });
  });

  it("knows the purposes that the rules know", () => {
    expect(verificationPurposes).toEqual(purposes);
  });

  it("says not_in_use before anything is confirmed", async () => {
    await ask({ method: "PUT", url: "/v1/customers/fresh/application" });
    expect((await verify("fresh", "12345678")).json()).toEqual({ accepted: false, reason: "not_in_use" });
  });

  it("answers an unknown commit with 503 outcome_unknown, never with a verdict", async () => {
    const { service } = test;
    const broken = await makeApiFace({
      ...service,
      perform: () => Promise.reject(new OutcomeUnknown("the connection was lost")),
    });
    const answer = await broken.inject({
      method: "POST",
      url: "/v1/customers/once/verifications",
      headers: { authorization: `Bearer ${apiKey}` },
      payload: { otp: "12345678", purpose: "login" },
    });
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { code: "outcome_unknown", message: wireCodes.outcome_unknown.message },
    ]);
    await broken.close();
  });

  it("tells nothing of a surprise", async () => {
    const broken = await makeApiFace({ ...test.service, perform: () => Promise.reject(new Error("secret detail")) });
    const answer = await broken.inject({
      method: "POST",
      url: "/v1/customers/once/verifications",
      headers: { authorization: `Bearer ${apiKey}` },
      payload: { otp: "12345678", purpose: "login" },
    });
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      { code: "internal", message: wireCodes.internal.message },
    ]);
    expect(test.logged()).not.toContain("secret detail");
    await broken.close();
  });
});

describe("a customer's state", () => {
  it("goes from none to in use, in the glossary's words, and shows no secret", async () => {
    await customerInUse("shown");
    const answer = await ask({ url: "/v1/customers/shown" });
    expect(answer.json()).toMatchObject({
      customerId: "shown",
      use: "applied",
      status: "inUse",
      token: { tokenId: "token-shown", status: "inUse", imported: true, userIdLastFour: null },
      replacement: null,
      issuancesLeft: 3,
    });
  });

  it("is stopped and goes on: suspend, resume, unlock, revoke answer with the state after them", async () => {
    await customerInUse("stops");
    const post = async (path: string) => {
      const answer = await ask({ method: "POST", url: `/v1/customers/stops/${path}`, payload: { reason: "紛失" } });
      const body = answer.json<{ code?: string; status?: string }>();
      return [answer.statusCode, body.code ?? body.status];
    };
    expect(await post("resume")).toEqual([409, "not_suspended"]);
    expect(await post("unlock")).toEqual([409, "not_stopped"]);
    expect(await post("suspend")).toEqual([200, "suspended"]);
    expect(await post("suspend")).toEqual([409, "suspended"]);
    expect((await verify("stops", codeNow())).json()).toEqual({ accepted: false, reason: "suspended" });
    expect(await post("resume")).toEqual([200, "inUse"]);
    expect(await post("revoke")).toEqual([200, "revoked"]);
    expect(await post("revoke")).toEqual([404, "unknown_token"]);
    expect((await verify("stops", codeNow())).json()).toEqual({ accepted: false, reason: "not_in_use" });
  });

  it("of another institution's customer, or of nobody, is 404 on every path", async () => {
    await customerInUse("ours");
    const paths: (InjectOptions & { url: string })[] = [
      { method: "GET", url: "" },
      { method: "DELETE", url: "/application" },
      { method: "POST", url: "/verifications", payload: { otp: codeNow(), purpose: "login" } },
      ...["suspend", "resume", "unlock", "revoke", "allow-issuance"].map((path) => ({
        method: "POST" as const,
        url: `/${path}`,
        payload: { reason: "lost" },
      })),
    ];
    for (const path of paths) {
      const foreign = await ask({ ...path, url: `/v1/customers/ours${path.url}`, key: foreignKey });
      const nobody = await ask({ ...path, url: `/v1/customers/nobody${path.url}` });
      expect([foreign.statusCode, foreign.body]).toEqual([404, nobody.body]);
      expect(foreign.json()).toMatchObject({ code: "unknown_customer" });
    }
    expect((await verify("ours", codeNow())).json()).toEqual({ accepted: true });
  });
});

describe("bad input", () => {
  const url = "/v1/customers/ours/verifications";
  const json = { "content-type": "application/json" };
  const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
    ask({ method: "POST", url, payload, headers });

  it("is named by its kind and never a 500", async () => {
    const good = '{"otp":"12345678","purpose":"login"}';
    const cases: [string, string | Buffer, Record<string, string>, number, string][] = [
      ["not JSON", "{", json, 400, "malformed"],
      ["empty", "", json, 400, "malformed"],
      ["a duplicate name", '{"otp":"12345678","otp":"12345679","purpose":"login"}', json, 400, "malformed"],
      ["an unknown field", '{"otp":"12345678","purpose":"login","x":1}', json, 400, "malformed"],
      ["a prototype", '{"__proto__":{"otp":"12345678"},"purpose":"login"}', json, 400, "malformed"],
      ["an array", `[${good}]`, json, 400, "malformed"],
      ["null", "null", json, 400, "malformed"],
      ["a number", "1", json, 400, "malformed"],
      ["deep nesting", "[".repeat(20_000), json, 400, "malformed"],
      ["deep nesting, closed", "[".repeat(20_000) + "]".repeat(20_000), json, 400, "malformed"],
      ["bytes that are not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), json, 400, "malformed"],
      ["10 MB", "x".repeat(10_000_000), json, 413, "body_too_large"],
      ["65 kB of spaces", good + " ".repeat(66_000), json, 413, "body_too_large"],
      ["plain text", good, { "content-type": "text/plain" }, 415, "unsupported_media_type"],
      [
        "a form",
        "otp=12345678&purpose=login",
        { "content-type": "application/x-www-form-urlencoded" },
        415,
        "unsupported_media_type",
      ],
      ["XML", "<otp/>", { "content-type": "application/xml" }, 415, "unsupported_media_type"],
      ["a purpose nobody knows", '{"otp":"12345678","purpose":"gift"}', json, 400, "malformed"],
      [
        "a reference with a line break",
        '{"otp":"12345678","purpose":"login","reference":"a\\nb"}',
        json,
        400,
        "malformed",
      ],
    ];
    for (const [name, payload, headers, status, code] of cases) {
      const answer = await post(payload, headers);
      const body = answer.json<{ code: string; fields?: string[] }>();
      expect([answer.statusCode, body.code], name).toEqual([status, code]);
      if (status === 400) expect(body.fields?.length, `${name} names what is at fault`).toBeGreaterThan(0);
      expect(answer.headers["content-type"], name).toContain("application/json");
    }
  });

  it("in the path is 400 or 404, never a 500", async () => {
    for (const id of [
      "%2e%2e",
      "a%2fb",
      "a%00b",
      "%ff",
      "%",
      "あ",
      "a".repeat(65),
      "a".repeat(300),
      "a b",
      "'--",
      "{}",
    ]) {
      const answer = await ask({ url: `/v1/customers/${id}` });
      expect([400, 404], id).toContain(answer.statusCode);
      expect(answer.json()).toHaveProperty("code");
    }
  });

  it("names the fields at fault and repeats nothing of what was sent", async () => {
    const answer = await post('{"otp":"<b>secret</b>","purpose":"login","intruder":1}');
    expect(answer.json()).toEqual({ code: "malformed", message: wireCodes.malformed.message, fields: ["otp", ""] });
  });

  it("of any JSON never gives a 500 and never an acceptance", async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({ otp: fc.jsonValue({ maxDepth: 1 }), purpose: fc.constantFrom("login", "x") }),
      fc.record({
        otp: fc.string({ unit: "binary", maxLength: 10 }),
        purpose: fc.constant("login"),
        reference: fc.string(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom("verifications", "suspend", "application"), async (body, path) => {
        const method = path === "application" ? "PUT" : "POST";
        const answer = await ask({
          method,
          url: `/v1/customers/nobody-else/${path}`,
          payload: JSON.stringify(body),
          headers: json,
        });
        expect([200, 201, 400, 404, 409, 413]).toContain(answer.statusCode);
        expect(answer.json()).not.toMatchObject({ accepted: true });
      }),
      { numRuns: 100 },
    );
  });

  it("of any bytes never gives a 500", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(json["content-type"], "text/html", "", "a/b;c"),
        async (bytes, type) => {
          const answer = await post(Buffer.from(bytes), { "content-type": type });
          expect([400, 413, 415]).toContain(answer.statusCode);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("at an address that is not there is 404 in the same form", async () => {
    for (const [method, path] of [
      ["GET", "/v1"],
      ["GET", "/v2/customers/a"],
      ["PATCH", "/v1/customers/a"],
      ["POST", "/"],
    ] as const) {
      const answer = await ask({ method, url: path });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, "not_found"]);
    }
  });
});

describe("the client of @warifu/wire", () => {
  it("speaks with this face", async () => {
    const client = makeWarifuClient({
      baseUrl: "https://api.example.jp",
      apiKey,
      fetch: async (input, init) => {
        const url = new URL(input as string);
        const answer = await app.inject({
          method: (init?.method ?? "GET") as "GET",
          url: url.pathname,
          headers: init?.headers as Record<string, string>,
          ...(init?.body === undefined ? {} : { payload: init.body as string }),
        });
        return new Response(answer.body, { status: answer.statusCode });
      },
    });
    expect(await client.apply("client", { name: "大空" })).toEqual({ ok: true, value: { use: "applied" } });
    await customerInUse("client");
    expect(await client.customer("client")).toMatchObject({ ok: true, value: { status: "inUse" } });
    expect(await client.verify("client", { otp: codeNow(), purpose: "transfer", reference: "T-1" })).toEqual({
      ok: true,
      value: { accepted: true },
    });
    expect(await client.suspend("client", "lost")).toMatchObject({ ok: true, value: { status: "suspended" } });
    expect(await client.resume("client", "found")).toMatchObject({ ok: true, value: { status: "inUse" } });
    expect(await client.unlock("client", "-")).toMatchObject({ ok: false, failure: { code: "not_stopped" } });
    expect(await client.allowIssuance("client", "-")).toMatchObject({ ok: false, failure: { code: "issuances_left" } });
    expect(await client.revoke("client", "lost")).toMatchObject({ ok: true, value: { status: "revoked" } });
    expect(await client.cancel("client")).toEqual({ ok: true, value: { revokedTokens: 0 } });
    expect(await client.customer("nobody")).toMatchObject({
      ok: false,
      failure: { code: "unknown_customer", status: 404 },
    });
  });
});
