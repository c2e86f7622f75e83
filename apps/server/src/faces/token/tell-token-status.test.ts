import { randomBytes, webcrypto } from "node:crypto";
import { receiptFor, startActivation } from "@warifu/activation/phone";
import { statusProofFor } from "@warifu/activation/status";
import { makeUserId, totp, presence } from "@warifu/otp";
import { nodeHmac } from "@warifu/otp/node";
import { confirm, resume, revoke, suspend } from "@warifu/rules";
import { activationPaths } from "@warifu/wire/activation";
import type { ActivationStarted } from "@warifu/wire/activation";
import type { FastifyInstance } from "fastify";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { customerActor, issueToken } from "../../tests/issue-token.ts";
import { makeTestService, testConfig } from "../../tests/test-service.ts";
import type { TestService } from "../../tests/test-service.ts";
import { beatMs } from "./activation-routes.ts";
import { makeTokenFace } from "./make-token-face.ts";
import { statementLifetimeMs } from "./tell-token-status.ts";

const serviceId = "10121234";
const activationPassword = "48151623";
const refused = '{"code":"activationRefused"}';

let test: TestService;
let app: FastifyInstance;
let pauses: number[];

beforeEach(async () => {
  test = await makeTestService({ policy: { browserTabSetup: true } });
  pauses = [];
  app = await makeTokenFace(test.service, { pause: async (ms) => void pauses.push(ms) });
});
afterEach(async () => {
  await app.close();
  await test.service.close();
});

function post(url: string, payload: object) {
  return app.inject({ method: "POST", url, headers: { origin: testConfig.origins.token }, payload });
}

type Phone = Awaited<ReturnType<typeof phoneWithToken>>;

/** A phone that went through 手順3, and its customer's way through 手順5. */
async function phoneWithToken(customerId = "hanako") {
  const { userId, tokenId } = await issueToken(test, { customerId });
  const exchange = await startActivation({ serviceId, userId, activationPassword });
  const started = (
    await post(activationPaths.start, { serviceId, userId, ke1: exchange.ke1 })
  ).json<ActivationStarted>();
  const agreed = exchange.finish(started.ke2, started.parameters);
  if (agreed === undefined) throw new Error("the password did not fit");
  await post(activationPaths.finish, { exchangeId: started.exchangeId, ke3: agreed.ke3 });
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await webcrypto.subtle.importKey("raw", agreed.tokenKey, hmac, false, ["sign"]);
  const receipt = await receiptFor(key, { serviceId, userId });
  await post(activationPaths.receipt, { serviceId, userId, receipt });
  const subject = { institutionId: test.institution.institutionId, customerId };
  const perform = (decide: Parameters<TestService["service"]["perform"]>[3]) =>
    test.service.perform(test.institution, subject, customerActor, decide);
  return {
    userId,
    tokenId,
    key,
    receipt,
    perform,
    confirm: () =>
      perform((state, context) => {
        const otp = totp(nodeHmac, agreed.tokenKey, test.clock.nowMs, started.parameters);
        return confirm(state, { codeFor: presence, otp }, context);
      }),
  };
}

async function statement({ userId, key }: Pick<Phone, "userId" | "key">, madeAtMs = test.clock.nowMs) {
  return { serviceId, userId, madeAtMs, proof: await statusProofFor(key, { serviceId, userId, madeAtMs }) };
}

const ask = async (phone: Phone, madeAtMs?: number) =>
  (await post(activationPaths.status, await statement(phone, madeAtMs))).body;

describe("the phone's question about its token", () => {
  it("is answered through the token's whole life, and refused at its end", async () => {
    const phone = await phoneWithToken();
    const choice = { tokenId: phone.tokenId, reason: "lost" };
    expect(await ask(phone)).toBe('{"status":"activated"}');
    await phone.confirm();
    expect(await ask(phone)).toBe('{"status":"inUse"}');
    await phone.perform((state, context) => suspend(state, choice, context));
    expect(await ask(phone)).toBe('{"status":"suspended"}');
    await phone.perform((state, context) => resume(state, choice, context));
    expect(await ask(phone)).toBe('{"status":"inUse"}');
    await phone.perform((state, context) => revoke(state, choice, context));
    expect(await ask(phone)).toBe(refused);
  });

  it("is refused once another token took its place", async () => {
    const old = await phoneWithToken();
    await phoneWithToken();
    expect(await ask(old)).toBe(refused);
  });

  it("is taken for two minutes around its moment, so that one that was overheard is soon worth nothing", async () => {
    const phone = await phoneWithToken();
    const overheard = await statement(phone);
    const status = async () => (await post(activationPaths.status, overheard)).statusCode;
    test.clock.nowMs += statementLifetimeMs;
    expect(await status()).toBe(200);
    test.clock.nowMs += 1;
    expect(await status()).toBe(403);
    expect(await ask(phone, test.clock.nowMs + statementLifetimeMs)).toContain("activated");
    expect(await ask(phone, test.clock.nowMs + statementLifetimeMs + 1)).toBe(refused);
  });

  it("is refused alike for a wrong key, a changed statement, a receipt, nobody's ID and nobody's institution", async () => {
    const phone = await phoneWithToken();
    const other = await phoneWithToken("jiro");
    const right = await statement(phone);
    const nobody = makeUserId(randomBytes(10));
    const hostile = [
      { ...right, madeAtMs: right.madeAtMs + 1 },
      { ...right, userId: other.userId },
      { ...right, serviceId: "99999999" },
      { ...right, proof: phone.receipt },
      { ...right, proof: randomBytes(32).toString("base64url") },
      { ...(await statement({ userId: phone.userId, key: other.key })) },
      { ...(await statement({ userId: nobody, key: phone.key })) },
    ];
    const answers = [];
    for (const body of hostile) {
      pauses.length = 0;
      const { statusCode, body: text, headers } = await post(activationPaths.status, body);
      const names = Object.keys(headers).filter((name) => name !== "x-request-id");
      answers.push([statusCode, text, headers["content-length"], names.toSorted(), pauses.length]);
    }
    expect(answers[0]?.slice(0, 2)).toEqual([403, refused]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it("writes nothing, whatever is asked: no event, no change", async () => {
    const phone = await phoneWithToken();
    const institutionId = test.institution.institutionId;
    const look = async () => await test.service.storage.look({ institutionId, customerId: "hanako" });
    const before = JSON.stringify(await look());
    await ask(phone);
    await post(activationPaths.status, { ...(await statement(phone)), proof: phone.receipt });
    expect(JSON.stringify(await look())).toBe(before);
    expect(test.logged()).not.toContain(phone.userId);
  });

  it("is answered twenty times a minute for one user ID, whoever asks and whether anybody has it", async () => {
    const phone = await phoneWithToken();
    const stranger = { ...(await statement(phone)), userId: makeUserId(randomBytes(10)) };
    for (const [body, status] of [
      [await statement(phone), 200],
      [stranger, 403],
    ] as const) {
      for (let times = 0; times < 20; times++) {
        expect((await post(activationPaths.status, body)).statusCode).toBe(status);
      }
      const stopped = await post(activationPaths.status, body);
      expect([stopped.statusCode, stopped.body]).toEqual([429, '{"code":"tooManyRequests"}']);
    }
  });

  it("is malformed with any other body, and is never a 500", async () => {
    const right = await statement(await phoneWithToken());
    for (const broken of [
      { ...right, more: 1 },
      { ...right, madeAtMs: "1" },
      { ...right, madeAtMs: -1 },
      { ...right, madeAtMs: 1.5 },
      { ...right, madeAtMs: 1e300 },
      { ...right, proof: `${right.proof}=` },
      { ...right, proof: [right.proof] },
      { ...right, userId: right.userId.toLowerCase() },
      { serviceId, userId: right.userId },
      [],
    ]) {
      expect((await post(activationPaths.status, broken)).statusCode).toBe(400);
    }
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const payload = JSON.stringify(value);
        const headers = { origin: testConfig.origins.token, "content-type": "application/json" };
        const { statusCode } = await app.inject({ method: "POST", url: activationPaths.status, headers, payload });
        expect([400, 429]).toContain(statusCode);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the beat of the answers", () => {
  it("is kept by every start and by every refusal: what was written meanwhile does not show", async () => {
    const phone = await phoneWithToken();
    const receipt = randomBytes(32).toString("base64url");
    const { ke1 } = await startActivation({ serviceId, userId: phone.userId, activationPassword: "99999999" });
    for (const userId of [phone.userId, makeUserId(randomBytes(10))]) {
      for (const [path, body] of [
        [activationPaths.start, { serviceId, userId, ke1 }],
        [activationPaths.finish, { exchangeId: receipt, ke3: randomBytes(64).toString("base64url") }],
        [activationPaths.receipt, { serviceId, userId, receipt }],
        [activationPaths.status, { serviceId, userId, madeAtMs: 0, proof: receipt }],
      ] as const) {
        pauses.length = 0;
        await post(path, body);
        expect(pauses).toHaveLength(1);
        expect(pauses[0]).toBeGreaterThan(0);
        expect(pauses[0]).toBeLessThanOrEqual(beatMs);
      }
    }
  });
});
