import { OutcomeUnknown } from "@warifu/rules";
import type { Policy } from "@warifu/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorEvent } from "../../commands/operator.ts";
import { makeApiFace } from "./make-api-face.ts";
import { apiKeys, openApiBench } from "./testing/api-bench.ts";
import type { ApiBench, Ask } from "./testing/api-bench.ts";

let bench: ApiBench;
beforeAll(async () => {
  bench = await openApiBench();
});
afterAll(() => bench.close());

const told = ({ statusCode, body }: { statusCode: number; body: string }) => [statusCode, body];
const usedUp = ({ issuancesPerDay }: Policy, nowMs: number) => Array<number>(issuancesPerDay).fill(nowMs);
const acceptedOnce = { accepted: true };

describe("the same request under the same Idempotency-Key", () => {
  it("is answered the same and carried out once: a code is not used twice", async () => {
    await bench.customerInUse("once");
    const otp = bench.code();
    const first = await bench.verify("once", otp, { once: '"k-1"' });
    expect(first.json()).toEqual(acceptedOnce);
    for (const once of ['"k-1"', "k-1"]) {
      expect(told(await bench.verify("once", otp, { once }))).toEqual(told(first));
    }
    expect((await bench.verify("once", otp)).json()).toEqual({ accepted: false, reason: "used" });
    const events = await bench.test.service.storage.eventsOfCustomer("institution-1", "once", 9);
    expect(events.filter(({ type }) => type === "code.accepted")).toHaveLength(1);
  });

  it("counts a wrong code once, and tells the same tries left", async () => {
    await bench.customerInUse("wrong-once");
    const ask = () => bench.verify("wrong-once", bench.wrongCode(), { once: "w-1" });
    const answers = [await ask(), await ask(), await ask()];
    for (const answer of answers) {
      expect(answer.json<object>()).toEqual({ accepted: false, reason: "mismatch", triesLeft: 4 });
    }
  });

  it("is one request however its fields are ordered and spaced", async () => {
    await bench.customerInUse("spaced");
    const otp = bench.code();
    const headers = { "content-type": "application/json" };
    for (const payload of [
      `{"otp":"${otp}","purpose":"login","reference":"T-1"}`,
      ` { "reference" : "T-1", "purpose":"login",\n"otp":"${otp}" } `,
    ]) {
      expect((await bench.verify("spaced", otp, { once: "s-1", payload, headers })).json()).toEqual(acceptedOnce);
    }
  });

  it("is decided once when fifty come at the same time", async () => {
    await bench.customerInUse("fifty-once");
    const otp = bench.code();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => bench.verify("fifty-once", otp, { once: "f-1" })),
    );
    for (const answer of answers) expect(answer.json<object>()).toEqual(acceptedOnce);
    const events = await bench.test.service.storage.eventsOfCustomer("institution-1", "fifty-once", 99);
    expect(events.filter(({ type }) => type.startsWith("code."))).toHaveLength(1);
  });

  it("tells a stop's state as it was then, not as it is now", async () => {
    await bench.customerInUse("stopped");
    const post = (path: string, once: string) =>
      bench.ask({ method: "POST", url: `/v1/customers/stopped/${path}`, payload: { reason: "lost" }, once });
    const suspended = await post("suspend", "st-1");
    expect(suspended.json()).toMatchObject({ status: "suspended" });
    expect((await post("resume", "st-2")).json()).toMatchObject({ status: "inUse" });
    expect(told(await post("suspend", "st-1"))).toEqual(told(suspended));
    expect((await bench.ask({ url: "/v1/customers/stopped" })).json()).toMatchObject({ status: "inUse" });
  });

  it("allows one more issuance once: at once, again, and not for another reason under the same key", async () => {
    const { test } = bench;
    const { institutionId, policy } = test.institution;
    const limit = { ...policy, extraIssuancesPerDay: 1 };
    await test.service.storage.putInstitution(
      { ...test.institution, policy: limit },
      operatorEvent("institution.saved", test.clock.nowMs, institutionId),
    );
    await bench.ask({ method: "PUT", url: "/v1/customers/at-limit/application", payload: {} });
    await test.service.storage.act([{ institutionId, customerId: "at-limit" }], ({ customer }) => ({
      outcome: null,
      changes: customer === null ? {} : { customer: { ...customer, issuancesAtMs: usedUp(limit, test.clock.nowMs) } },
      events: [],
      mails: [],
    }));
    const allow = (reason: string, once: string) =>
      bench.ask({ method: "POST", url: "/v1/customers/at-limit/allow-issuance", payload: { reason }, once });
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => allow("first", "al-1")),
      ...Array.from({ length: 10 }, () => allow("other", "al-1")),
    ]);
    // Whichever of the two bodies came first has the key; the other one is another request.
    const refused = answers.filter(({ statusCode }) => statusCode !== 200);
    expect(refused).toHaveLength(10);
    expect(new Set(refused.map((answer) => answer.json<{ code: string }>().code))).toEqual(
      new Set(["idempotency_mismatch"]),
    );
    expect(new Set(answers.filter(({ statusCode }) => statusCode === 200).map(({ body }) => body)).size).toBe(1);
    const more = await Promise.all([allow("first", "al-2"), allow("first", "al-3")]);
    expect(more.map(({ statusCode }) => statusCode)).toEqual([409, 409]);
    const events = await test.service.storage.eventsOfCustomer("institution-1", "at-limit", 99);
    expect(events.filter(({ type }) => type === "issuance.allowed")).toHaveLength(1);
  });

  it("keeps 201, and refusals of the act, and a cancellation's count", async () => {
    const apply = () => bench.ask({ method: "PUT", url: "/v1/customers/kept/application", payload: {}, once: "ap-1" });
    expect([(await apply()).statusCode, (await apply()).statusCode]).toEqual([201, 201]);
    const nobody = () => bench.verify("not-there", bench.code(), { once: "nb-1" });
    expect(told(await nobody())).toEqual(told(await nobody()));
    expect((await nobody()).statusCode).toBe(404);
    await bench.customerInUse("leaving");
    const leave = () => bench.ask({ method: "DELETE", url: "/v1/customers/leaving/application", once: "lv-1" });
    expect([(await leave()).json(), (await leave()).json()]).toEqual([{ revokedTokens: 1 }, { revokedTokens: 1 }]);
  });

  it("is forgotten after a day", async () => {
    await bench.customerInUse("day");
    const otp = bench.code();
    await bench.verify("day", otp, { once: "d-1" });
    bench.test.clock.nowMs += 24 * 60 * 60 * 1000 - 1;
    expect((await bench.verify("day", otp, { once: "d-1" })).json()).toEqual(acceptedOnce);
    bench.test.clock.nowMs += 1;
    expect((await bench.verify("day", otp, { once: "d-1" })).json()).toMatchObject({ accepted: false });
  });
});

describe("another request under the same key", () => {
  it("is 409 idempotency_mismatch and does nothing: other code, purpose, customer, path", async () => {
    await bench.customerInUse("mixed");
    await bench.customerInUse("mixed-2");
    await bench.verify("mixed", bench.wrongCode(), { once: "m-1" });
    const otp = bench.code();
    const others: (() => ReturnType<ApiBench["ask"]>)[] = [
      () => bench.verify("mixed", otp, { once: "m-1" }),
      () => bench.verify("mixed", "", { once: "m-1", payload: { otp: bench.wrongCode(), purpose: "transfer" } }),
      () => bench.verify("mixed-2", bench.wrongCode(), { once: "m-1" }),
      () => bench.ask({ method: "POST", url: "/v1/customers/mixed/suspend", payload: { reason: "x" }, once: "m-1" }),
      () =>
        bench.ask({
          method: "POST",
          url: "/v1/verifications",
          payload: { verifications: [{ customerId: "mixed", otp: bench.wrongCode(), purpose: "login" }] },
          once: "m-1",
        }),
    ];
    for (const other of others) {
      const answer = await other();
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, "idempotency_mismatch"]);
    }
    expect((await bench.verify("mixed", otp)).json()).toEqual(acceptedOnce);
  });

  it("belongs to another client, or institution, when its key opens another door", async () => {
    await bench.customerInUse("clients");
    const otp = bench.code();
    await bench.verify("clients", otp, { once: "c-1" });
    const other = await bench.verify("clients", otp, { once: "c-1", apiKey: apiKeys.otherClient });
    expect(other.json()).toEqual({ accepted: false, reason: "used" });
    const foreign = await bench.verify("clients", otp, { once: "c-1", apiKey: apiKeys.foreign });
    expect(foreign.statusCode).toBe(404);
  });
});

describe("what comes before the act", () => {
  it("is not kept: 400, 401, and a lost commit", async () => {
    await bench.customerInUse("before");
    const once = "b-1";
    expect((await bench.verify("before", "1e7", { once })).statusCode).toBe(400);
    expect((await bench.verify("before", bench.code(), { once, apiKey: "wrf_x" })).statusCode).toBe(401);
    const perform = () => Promise.reject(new OutcomeUnknown("lost"));
    const lost = await makeApiFace({ ...bench.test.service, perform });
    const headers = { authorization: `Bearer ${apiKeys.bank}`, "idempotency-key": once };
    const payload = { otp: bench.code(), purpose: "login" };
    const url = "/v1/customers/before/verifications";
    expect((await lost.inject({ method: "POST", url, headers, payload })).statusCode).toBe(503);
    await lost.close();
    expect((await bench.verify("before", bench.code(), { once })).json()).toEqual(acceptedOnce);
  });

  it("refuses what is no key, on every act, and asks for none when reading", async () => {
    await bench.customerInUse("no-key");
    const acts: Ask[] = [
      { method: "PUT", url: "/v1/customers/no-key/application" },
      { method: "DELETE", url: "/v1/customers/no-key/application" },
      { method: "POST", url: "/v1/customers/no-key/suspend", payload: { reason: "x" } },
      { method: "POST", url: "/v1/customers/no-key/resync", payload: { otps: ["12345678", "12345679"] } },
      { method: "POST", url: "/v1/customers/no-key/verifications", payload: { otp: "12345678", purpose: "login" } },
      { method: "POST", url: "/v1/verifications", payload: { verifications: [1] } },
    ];
    for (const act of acts) {
      for (const once of ["", '"', '""', "a b", '"a", "b"', "a;b", "é", "x".repeat(256)]) {
        const answer = await bench.ask({ ...act, once });
        const what = `${act.method} ${JSON.stringify(act.url)} ${once}`;
        expect([what, answer.statusCode, answer.json<object>()]).toEqual([
          what,
          400,
          { code: "malformed", message: expect.any(String), fields: ["idempotency-key"] },
        ]);
      }
    }
    expect((await bench.ask({ url: "/v1/customers/no-key", once: '"' })).statusCode).toBe(200);
  });

  it("leaves no code in the store that could be found again: key and fingerprint are keyed", async () => {
    await bench.customerInUse("hidden");
    const seen: unknown[] = [];
    const { service } = bench.test;
    const watched = await makeApiFace({
      ...service,
      perform: (institution, subject, actor, decide) => {
        seen.push(subject.once);
        return service.perform(institution, subject, actor, decide);
      },
    });
    const headers = { authorization: `Bearer ${apiKeys.bank}`, "idempotency-key": "my-own-key" };
    const payload = { otp: bench.code(), purpose: "login" };
    await watched.inject({ method: "POST", url: "/v1/customers/hidden/verifications", headers, payload });
    await watched.close();
    expect(seen).toEqual([
      {
        key: expect.stringMatching(/^[\w-]{43}$/),
        fingerprint: expect.stringMatching(/^[\w-]{43}$/),
        expiresAtMs: bench.test.clock.nowMs + 86_400_000,
      },
    ]);
    expect(JSON.stringify(seen)).not.toContain("my-own-key");
  });
});
