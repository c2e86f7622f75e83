import { randomBytes, webcrypto } from "node:crypto";
import { receiptFor, startActivation } from "@warifu/activation/phone";
import { makeUserId, stepAt, totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { confirm, revoke, verify } from "@warifu/rules";
import { activationPaths, activationStartedSchema } from "@warifu/wire/activation";
import type { ActivationStarted } from "@warifu/wire/activation";
import type { FastifyInstance } from "fastify";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { customerActor, issueToken } from "../../tests/issue-token.ts";
import type { IssuedForTest } from "../../tests/issue-token.ts";
import { makeTestService, testConfig } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import type { Service } from "../../service.ts";
import { startExchange } from "./start-exchange.ts";
import { takeReceipt } from "./take-receipt.ts";
import { makeTokenFace } from "./make-token-face.ts";

const serviceId = "10121234";
const activationPassword = "48151623";
const origin = testConfig.origins.token;
const refused = '{"code":"activationRefused"}';

let test: TestService;
let app: FastifyInstance;

beforeEach(async () => {
  test = await makeTestService({ policy: { browserTabSetup: true } });
  app = await makeTokenFace(test.service);
});
afterEach(async () => {
  await app.close();
  await test.service.close();
});

function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  return app.inject({ method: "POST", url, headers: { origin, ...headers }, payload: body as object });
}

/** The phone's half as the app does it. */
async function start(userId: string, password = activationPassword) {
  const exchange = await startActivation({ serviceId, userId, activationPassword: password });
  const response = await post(activationPaths.start, { serviceId, userId, ke1: exchange.ke1 });
  return { exchange, response, started: response.json() as ActivationStarted };
}

async function keyOf(tokenKey: Uint8Array<ArrayBuffer>) {
  return webcrypto.subtle.importKey("raw", tokenKey, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function setUp(userId: string) {
  const { exchange, started } = await start(userId);
  const agreed = exchange.finish(started.ke2, started.parameters);
  if (!agreed) throw new Error("the password did not fit");
  const finished = await post(activationPaths.finish, { exchangeId: started.exchangeId, ke3: agreed.ke3 });
  const receipt = await receiptFor(await keyOf(agreed.tokenKey), { serviceId, userId });
  return { started, agreed, finished, receipt };
}

function unknownUserId(): string {
  return makeUserId(randomBytes(10));
}

async function stateOf(customerId: string) {
  return test.service.storage.look({ institutionId: test.institution.institutionId, customerId });
}

describe("手順3 over the wire", () => {
  it("agrees on a key, takes the receipt, and the phone's first code confirms", async () => {
    const { userId, customerId } = await issueToken(test);
    const { started, agreed, finished, receipt } = await setUp(userId);
    expect(activationStartedSchema.parse(started).triesLeft).toBe(4);
    expect(finished.statusCode).toBe(200);
    expect(finished.json()).toMatchObject({ institution: { nameJa: "大空信用組合", browserTab: true } });
    expect((await stateOf(customerId)).tokens[0]?.life).toBe("issued");

    const received = await post(activationPaths.receipt, { serviceId, userId, receipt });
    expect(received.json()).toEqual({ status: "activated" });
    expect((await stateOf(customerId)).tokens[0]).toMatchObject({ life: "activated", registrationRecord: null });

    const otp = totp(nodeHmac, agreed.tokenKey, test.clock.nowMs, started.parameters);
    const subject = { institutionId: test.institution.institutionId, customerId };
    const confirmed = await test.service.perform(test.institution, subject, customerActor, (state, context) =>
      confirm(state, { codeFor: presence, otp }, context),
    );
    expect(confirmed).toMatchObject({ ok: true, value: { step: stepAt(test.clock.nowMs, 60) } });
    expect((await post(activationPaths.receipt, { serviceId, userId, receipt })).json()).toEqual({ status: "inUse" });
  });

  it("lets no code verify before 手順5", async () => {
    const { userId, customerId } = await issueToken(test);
    const { agreed, started, receipt } = await setUp(userId);
    await post(activationPaths.receipt, { serviceId, userId, receipt });
    const otp = totp(nodeHmac, agreed.tokenKey, test.clock.nowMs, started.parameters);
    const subject = { institutionId: test.institution.institutionId, customerId };
    const verified = await test.service.perform(test.institution, subject, customerActor, (state, context) =>
      verify(state, { codeFor: presence, otp, purpose: "login", reference: null }, context),
    );
    expect(verified).toMatchObject({ ok: false, refusal: { code: "notInUse" } });
  });

  it("lets the same phone repeat until its receipt has come, and answers a repeated receipt the same", async () => {
    const { userId } = await issueToken(test);
    await setUp(userId);
    const { receipt } = await setUp(userId);
    for (let times = 0; times < 3; times++) {
      expect((await post(activationPaths.receipt, { serviceId, userId, receipt })).json()).toEqual({
        status: "activated",
      });
    }
  });

  it("takes no receipt of a key that a later exchange has replaced, nor one made for another user ID", async () => {
    const { userId } = await issueToken(test);
    const first = await setUp(userId);
    await setUp(userId);
    expect((await post(activationPaths.receipt, { serviceId, userId, receipt: first.receipt })).body).toBe(refused);
    const other = await issueToken(test, { customerId: "jiro" });
    const jiro = await setUp(other.userId);
    expect((await post(activationPaths.receipt, { serviceId, userId, receipt: jiro.receipt })).body).toBe(refused);
  });

  it("has debited the try before it answers: what the customer sees is what the next start has left", async () => {
    const { userId, customerId } = await issueToken(test);
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      const { started } = await start(userId, "99999999");
      expect(started.triesLeft).toBe(triesLeft);
      expect((await stateOf(customerId)).tokens[0]?.activationTriesLeft).toBe(triesLeft);
    }
    expect((await start(userId)).response.body).toBe(refused);
  });

  it("answers five of ten simultaneous starts", async () => {
    const { userId } = await issueToken(test);
    const { ke1 } = await startActivation({ serviceId, userId, activationPassword });
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => post(activationPaths.start, { serviceId, userId, ke1 })),
    );
    expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5);
    expect(responses.filter(({ body }) => body === refused)).toHaveLength(5);
  });

  it("gives a half-run exchange to one of any number of simultaneous finishes", async () => {
    const { userId } = await issueToken(test);
    const { exchange, started } = await start(userId);
    const agreed = exchange.finish(started.ke2, started.parameters);
    const body = { exchangeId: started.exchangeId, ke3: agreed?.ke3 };
    const responses = await Promise.all(Array.from({ length: 8 }, () => post(activationPaths.finish, body)));
    expect(responses.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      200, 403, 403, 403, 403, 403, 403, 403,
    ]);
    expect((await post(activationPaths.finish, body)).body).toBe(refused);
  });

  it("forgets a half-run exchange after sixty seconds", async () => {
    const { userId } = await issueToken(test);
    for (const [seconds, status] of [
      [59, 200],
      [60, 403],
    ] as const) {
      const { exchange, started } = await start(userId);
      const agreed = exchange.finish(started.ke2, started.parameters);
      test.clock.nowMs += seconds * 1000;
      const finished = await post(activationPaths.finish, { exchangeId: started.exchangeId, ke3: agreed?.ke3 });
      expect(finished.statusCode).toBe(status);
    }
  });

  it("refuses a KE3 of another exchange", async () => {
    const { userId } = await issueToken(test);
    const one = await start(userId);
    const other = await start(userId);
    const agreed = one.exchange.finish(one.started.ke2, one.started.parameters);
    const crossed = await post(activationPaths.finish, { exchangeId: other.started.exchangeId, ke3: agreed?.ke3 });
    expect(crossed.body).toBe(refused);
  });

  async function revokeToken({ customerId, tokenId }: IssuedForTest): Promise<void> {
    const subject = { institutionId: test.institution.institutionId, customerId };
    await test.service.perform(test.institution, subject, customerActor, (state, context) =>
      revoke(state, { tokenId, reason: "lost" }, context),
    );
  }

  it("answers the start of a token that has ended with what fits no password", async () => {
    const issued = await issueToken(test);
    await revokeToken(issued);
    const { exchange, response, started } = await start(issued.userId);
    expect(response.statusCode).toBe(200);
    expect(exchange.finish(started.ke2, started.parameters)).toBeUndefined();
  });

  it("refuses the finish of a token that has ended since the start", async () => {
    const issued = await issueToken(test);
    const { exchange, started } = await start(issued.userId);
    const agreed = exchange.finish(started.ke2, started.parameters);
    await revokeToken(issued);
    const finished = await post(activationPaths.finish, { exchangeId: started.exchangeId, ke3: agreed?.ke3 });
    expect(finished.body).toBe(refused);
  });

  it("refuses the receipt of a token that has ended since the finish", async () => {
    const issued = await issueToken(test);
    const { userId } = issued;
    const { receipt } = await setUp(userId);
    await revokeToken(issued);
    expect((await post(activationPaths.receipt, { serviceId, userId, receipt })).body).toBe(refused);
  });

  it("works one second before the issuance expires and not at its end", async () => {
    const { userId } = await issueToken(test);
    test.clock.nowMs += 24 * 60 * 60 * 1000 - 1000;
    const before = await start(userId);
    expect(before.exchange.finish(before.started.ke2, before.started.parameters)).toBeDefined();
    test.clock.nowMs += 1000;
    const after = await start(userId);
    expect(after.exchange.finish(after.started.ke2, after.started.parameters)).toBeUndefined();
  });
});

describe("an unknown user ID", () => {
  /** Everything a phone with a wrong password can see over seven starts. */
  async function seen(userId: string, service = serviceId): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (let times = 0; times < 7; times++) {
      const { ke1 } = await startActivation({ serviceId: service, userId, activationPassword: "99999999" });
      const response = await post(activationPaths.start, { serviceId: service, userId, ke1 });
      const body = response.json() as Record<string, unknown>;
      const shape = Object.entries(body).map(([name, value]) => [
        name,
        typeof value === "string" ? value.length : value,
      ]);
      const headers = Object.keys(response.headers).filter((name) => name !== "x-request-id");
      answers.push([
        response.statusCode,
        response.headers["content-length"],
        headers,
        shape[0]?.[0] === "code" ? body : shape,
      ]);
    }
    return answers;
  }

  it("looks like a wrong password in every status, header, field, size and number of tries", async () => {
    const { userId } = await issueToken(test);
    const known = await seen(userId);
    expect(known).toHaveLength(7);
    expect(await seen(unknownUserId())).toEqual(known);
    expect(await seen(unknownUserId(), "99999999")).toEqual(known);
  });

  it("looks the same when it is expired, revoked, in use or another institution's", async () => {
    const known = await seen((await issueToken(test)).userId);
    const expired = await issueToken(test, { customerId: "expired" });
    test.clock.nowMs += 25 * 60 * 60 * 1000;
    expect(await seen(expired.userId)).toEqual(known);
    const done = await issueToken(test, { customerId: "done" });
    const { receipt } = await setUp(done.userId);
    await post(activationPaths.receipt, { serviceId, userId: done.userId, receipt });
    // One try went into the set-up itself: the count goes on from there instead of starting anew.
    expect((await seen(done.userId)).map((answer) => JSON.stringify(answer)).slice(0, 5)).toEqual(
      [...known.slice(1, 5), known[5]].map((answer) => JSON.stringify(answer)),
    );
  });

  it("is refused at the end like a wrong password: an exchange is there to be taken once", async () => {
    const { started } = await start(unknownUserId());
    const ke3 = randomBytes(64).toString("base64url");
    const finished = await post(activationPaths.finish, { exchangeId: started.exchangeId, ke3 });
    expect([finished.statusCode, finished.body]).toEqual([403, refused]);
  });

  /** How many commits the service makes for what `ask` asks of it. */
  async function commitsOf(ask: (counting: Service) => Promise<unknown>): Promise<number> {
    let commits = 0;
    const { storage, perform } = test.service;
    const counting: Service = {
      ...test.service,
      storage: {
        ...storage,
        count: (...args) => ((commits += 1), storage.count(...args)),
        put: (...args) => ((commits += 1), storage.put(...args)),
      },
      perform: (institution, subject, actor, decide) =>
        perform(institution, subject, actor, (state, context, index) => {
          const decision = (typeof decide === "function" ? decide : decide.byTokenInUse)(state, context, index);
          if (decision.events.length > 0) commits += 1;
          return decision;
        }),
    };
    await ask(counting);
    return commits;
  }

  it("costs as many commits as a known one", async () => {
    const { userId } = await issueToken(test);
    const startOf = async (id: string): Promise<number> => {
      const { ke1 } = await startActivation({ serviceId, userId: id, activationPassword });
      return commitsOf((counting) => startExchange(counting, { serviceId, userId: id, ke1 }));
    };
    const known = await startOf(userId);
    expect(known).toBe(3);
    expect(await startOf(unknownUserId())).toBe(known);
  });

  it("costs a commit at the receipt too: no time tells a known ID from nobody's", async () => {
    const { userId } = await issueToken(test);
    await setUp(userId);
    const receipt = randomBytes(32).toString("base64url");
    const receiptOf = (id: string) =>
      commitsOf((counting) => takeReceipt(counting, { serviceId, userId: id, receipt }));
    expect(await receiptOf(userId)).toBe(1);
    expect(await receiptOf(unknownUserId())).toBe(1);
  });

  it("leaves nothing in the audit log that a stranger could fill", async () => {
    await start(unknownUserId());
    const events = await test.service.storage.eventsAfter(test.institution.institutionId, 0, 100);
    expect(events.map(({ type }) => type)).toEqual(["institution.saved"]);
  });
});

describe("what does not keep the grammar", () => {
  const ke1 = "A".repeat(128);
  it.each([
    ["another user ID length", { serviceId, userId: "ABC", ke1 }],
    ["a wrong check character", { serviceId, userId: "1234567890123ABC".replace("C", "D"), ke1 }],
    ["full-width digits", { serviceId: "１０１２１２３４", userId: "x", ke1 }],
    ["a field too many", { serviceId, userId: "x", ke1, activationPassword: "48151623" }],
    ["an array of one", { serviceId: [serviceId], userId: ["x"], ke1: [ke1] }],
    ["numbers", { serviceId: 10121234, userId: 1, ke1: 1 }],
    ["null", null],
    ["an array", []],
    ["an empty object", {}],
  ])("is answered 400 malformed: %s", async (_name, body) => {
    for (const path of [activationPaths.start, activationPaths.finish, activationPaths.receipt]) {
      const response = await app.inject({
        method: "POST",
        url: path,
        headers: { origin, "content-type": "application/json" },
        payload: JSON.stringify(body),
      });
      expect([response.statusCode, response.body]).toEqual([400, '{"code":"malformed"}']);
    }
  });

  it("is answered 400 malformed for a point that is on no curve, whether the ID is known or not", async () => {
    const { userId } = await issueToken(test);
    for (const id of [userId, unknownUserId()]) {
      const response = await post(activationPaths.start, { serviceId, userId: id, ke1: "_".repeat(128) });
      expect([response.statusCode, response.body]).toEqual([400, '{"code":"malformed"}']);
    }
  });

  it("never gives a 500, whatever is posted as whatever type", async () => {
    const types = fc.constantFrom("application/json", "text/plain", "application/x-www-form-urlencoded", "x/y", "");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(activationPaths.start, activationPaths.finish, activationPaths.receipt),
        types,
        fc.oneof(fc.string(), fc.json()),
        async (url, type, payload) => {
          const headers = { origin, ...(type === "" ? {} : { "content-type": type }) };
          const { statusCode } = await app.inject({ method: "POST", url, headers, payload });
          expect([400, 403, 415]).toContain(statusCode);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is cut off when it is large, and refused when keys try to reach the prototype", async () => {
    const large = await post(activationPaths.start, { serviceId, ke1: "A".repeat(10_000_000) });
    expect(large.statusCode).toBe(413);
    for (const payload of ['{"__proto__":{"serviceId":"10121234"}}', "[".repeat(30_000)]) {
      const headers = { origin, "content-type": "application/json" };
      const response = await app.inject({ method: "POST", url: activationPaths.start, headers, payload });
      expect([response.statusCode, response.body]).toEqual([400, '{"code":"malformed"}']);
    }
  });
});

describe("the token face", () => {
  it("tells its clock, and of institutions what is printed on their leaflets", async () => {
    expect((await app.inject(activationPaths.time)).json()).toEqual({ nowMs: test.clock.nowMs });
    const institution = await app.inject(`/activation/institution/${serviceId}`);
    expect(institution.json()).toEqual({ serviceId, ...test.institution.texts, browserTab: true });
    for (const id of ["99999999", "1012123", "%00", "__proto__", `${serviceId}%0A`]) {
      const unknown = await app.inject(`/activation/institution/${id}`);
      expect([unknown.statusCode, unknown.body]).toEqual([404, '{"code":"unknownService"}']);
    }
  });

  it("leaves a marker that outlives the phone's storage, HttpOnly and for this origin only", async () => {
    expect((await app.inject(activationPaths.settings)).json()).toEqual({
      browserTabAnywhere: true,
      installedBefore: false,
    });
    const { userId } = await issueToken(test);
    const { receipt } = await setUp(userId);
    const received = await post(activationPaths.receipt, { serviceId, userId, receipt });
    const [cookie] = received.cookies;
    expect(cookie).toMatchObject({
      name: "__Host-warifu-token-installed",
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "Strict",
    });
    const cookies = { [cookie?.name ?? ""]: cookie?.value ?? "" };
    const settings = await app.inject({ url: activationPaths.settings, cookies });
    expect(settings.json()).toMatchObject({ installedBefore: true });
  });

  it("takes no request of another site, even with the right body", async () => {
    const { userId, customerId } = await issueToken(test);
    const { ke1 } = await startActivation({ serviceId, userId, activationPassword });
    for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }]) {
      const response = await post(activationPaths.start, { serviceId, userId, ke1 }, headers);
      expect(response.statusCode).toBe(403);
    }
    expect((await stateOf(customerId)).tokens[0]?.activationTriesLeft).toBe(5);
  });

  it("changes nothing by GET or HEAD", async () => {
    for (const path of [activationPaths.start, activationPaths.finish, activationPaths.receipt]) {
      for (const method of ["GET", "HEAD"] as const) {
        expect((await app.inject({ method, url: path })).statusCode).toBe(404);
      }
    }
  });

  it("believes X-Forwarded-For only of a trusted proxy", async () => {
    await app.close();
    app = await makeTokenFace(test.service);
    const ask = (forwarded: string, remoteAddress = "203.0.113.9") =>
      app.inject({ url: activationPaths.time, remoteAddress, headers: { "x-forwarded-for": forwarded } });
    const first = await ask("198.51.100.1");
    const second = await ask("198.51.100.2");
    expect(Number(second.headers["x-ratelimit-remaining"])).toBe(Number(first.headers["x-ratelimit-remaining"]) - 1);

    const trusting = { ...test.service, config: { ...test.service.config, trustedProxies: ["203.0.113.0/24"] } };
    await app.close();
    app = await makeTokenFace(trusting);
    const one = await ask("198.51.100.1");
    const other = await ask("198.51.100.2");
    expect(other.headers["x-ratelimit-remaining"]).toBe(one.headers["x-ratelimit-remaining"]);
  });

  it("counts one address once, whatever port a proxy writes behind it", async () => {
    const trusting = { ...test.service, config: { ...test.service.config, trustedProxies: ["203.0.113.0/24"] } };
    await app.close();
    app = await makeTokenFace(trusting);
    const left = async (forwarded: string): Promise<number> => {
      const headers = { "x-forwarded-for": forwarded };
      const answer = await app.inject({ url: activationPaths.time, remoteAddress: "203.0.113.9", headers });
      return Number(answer.headers["x-ratelimit-remaining"]);
    };
    const first = await left("198.51.100.8:40000");
    expect(await left("198.51.100.8:40001")).toBe(first - 1);
    expect(await left("[::ffff:198.51.100.8]:40002")).toBe(first - 2);
    expect(await left("198.51.100.8")).toBe(first - 3);
  });

  it("stops a flood from one address with 429 and lets the others go on", async () => {
    const flood = { url: activationPaths.time, remoteAddress: "203.0.113.9" };
    let last = await app.inject(flood);
    for (let times = 0; times < 700 && last.statusCode === 200; times++) last = await app.inject(flood);
    expect([last.statusCode, last.body]).toEqual([429, '{"code":"tooManyRequests"}']);
    expect((await app.inject({ ...flood, remoteAddress: "203.0.113.10" })).statusCode).toBe(200);
  });

  it("writes no ID, message, cookie or query into its log", async () => {
    const { userId } = await issueToken(test);
    const { started, agreed, receipt } = await setUp(userId);
    await post(`${activationPaths.receipt}?secret=hunter2`, { serviceId, userId, receipt }, { cookie: "c=hunter3" });
    await app.inject(`/sign-in/hunter4?code=12345678`);
    await post(activationPaths.start, "{ not json hunter5");
    const log = test.logged();
    expect(log).toContain('"route":"/activation/start"');
    for (const secret of [userId, started.exchangeId, started.ke2, agreed.ke3, receipt, "hunter", "12345678"]) {
      expect(log).not.toContain(secret);
    }
  });
});
