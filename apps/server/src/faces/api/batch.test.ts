import { ClockAhead, OutcomeUnknown, StoreBusy, Throttled } from "@warifu/rules";
import { wireCodes } from "@warifu/wire";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApiFace } from "./make-api-face.ts";
import { apiKeys, openApiBench } from "./testing/api-bench.ts";
import type { ApiBench } from "./testing/api-bench.ts";

let bench: ApiBench;
beforeAll(async () => {
  bench = await openApiBench();
});
afterAll(() => bench.close());

type Results = readonly Record<string, unknown>[];

async function verifyAll(verifications: unknown, once?: string) {
  const request = { method: "POST", url: "/v1/verifications", payload: { verifications } } as const;
  const answer = await bench.ask(once === undefined ? request : { ...request, once });
  return { status: answer.statusCode, results: answer.json<{ results: Results }>().results };
}
const item = (customerId: unknown, otp: unknown, extra: object = {}) => ({
  customerId,
  otp,
  purpose: "login",
  ...extra,
});
const error = (code: keyof typeof wireCodes, extra: object = {}) => ({
  error: { code, message: wireCodes[code].message, ...extra },
});

describe("a batch", () => {
  it("answers each in order, as if asked alone; a bad one hurts only itself", async () => {
    for (const id of ["b-1", "b-2", "b-3"]) await bench.customerInUse(id);
    const otp = bench.code();
    const { status, results } = await verifyAll([
      item("b-1", otp, { reference: "T-1" }),
      item("b-2", bench.wrongCode()),
      item("nobody", otp),
      item("b-3", 12_345_678),
      item("b-3", "１２３４５６７８"),
      item("../b-3", otp),
      item("b-3", otp, { extra: 1 }),
      "b-3",
      null,
      item("b-3", "123456"),
      item("b-3", otp),
    ]);
    expect(status).toBe(200);
    expect(results).toEqual([
      { accepted: true },
      { accepted: false, reason: "mismatch", triesLeft: 4 },
      error("unknown_customer"),
      error("malformed", { fields: ["otp"] }),
      error("malformed", { fields: ["otp"] }),
      error("malformed", { fields: ["customerId"] }),
      error("malformed", { fields: [""] }),
      error("malformed", { fields: [""] }),
      error("malformed", { fields: [""] }),
      error("malformed", { fields: ["otp"] }),
      { accepted: true },
    ]);
  });

  it("decides one customer twice in order: the same code once, and five wrong codes before the right one", async () => {
    await bench.customerInUse("b-twice");
    await bench.customerInUse("b-guessed");
    const otp = bench.code();
    expect((await verifyAll([item("b-twice", otp), item("b-twice", otp)])).results).toEqual([
      { accepted: true },
      { accepted: false, reason: "used" },
    ]);
    const guesses = Array.from({ length: 99 }, (_, salt) => item("b-guessed", bench.wrongCode(salt)));
    const { results } = await verifyAll([...guesses, item("b-guessed", otp)]);
    expect(results.map(({ reason }) => reason)).toEqual([
      "mismatch",
      ...Array(4).fill(expect.stringMatching(/^(mismatch|drift)$/)),
      ...Array(95).fill("paused"),
    ]);
  });

  it("takes one to a hundred and nothing else", async () => {
    const many = Array.from({ length: 101 }, () => item("nobody", "12345678"));
    for (const verifications of [[], many, {}, null, "x", 1, undefined]) {
      expect((await verifyAll(verifications)).status).toBe(400);
    }
    expect((await verifyAll(many.slice(1))).results).toHaveLength(100);
    const extra = { verifications: [item("nobody", "12345678")], more: 1 };
    expect((await bench.ask({ method: "POST", url: "/v1/verifications", payload: extra })).statusCode).toBe(400);
  });

  it("of another institution's customers finds nobody", async () => {
    await bench.customerInUse("b-ours");
    const payload = { verifications: [item("b-ours", bench.code())] };
    const answer = await bench.ask({ method: "POST", url: "/v1/verifications", payload, apiKey: apiKeys.foreign });
    expect(answer.json()).toEqual({ results: [error("unknown_customer")] });
    expect((await bench.verify("b-ours", bench.code())).json()).toEqual({ accepted: true });
  });

  it("repeated under its key is answered the same; another one, a longer or a shorter one too, is 409 and does nothing", async () => {
    for (const id of ["b-k1", "b-k2", "b-k3"]) await bench.customerInUse(id);
    const otp = bench.code();
    const both = [item("b-k1", otp), item("b-k2", otp)];
    const first = await verifyAll(both, "batch-1");
    expect(first.results).toEqual([{ accepted: true }, { accepted: true }]);
    expect(await verifyAll(both, "batch-1")).toEqual(first);
    for (const other of [[...both, item("b-k3", otp)], both.slice(0, 1), both.toReversed()]) {
      expect((await verifyAll(other, "batch-1")).status).toBe(409);
    }
    expect((await bench.verify("b-k3", otp)).json()).toEqual({ accepted: true });
  });

  it("decides again under its key only what was not decided", async () => {
    await bench.customerInUse("b-r1");
    await bench.customerInUse("b-r2");
    const { service } = bench.test;
    const otp = bench.code();
    const headers = { authorization: `Bearer ${apiKeys.bank}`, "idempotency-key": "batch-2" };
    const payload = { verifications: [item("b-r1", otp), item("b-r2", otp)] };
    const request = { method: "POST", url: "/v1/verifications", headers, payload } as const;
    const failing = await makeApiFace({
      ...service,
      performAll: async (institution, subjects, actor, decide) => {
        const [first] = await service.performAll(institution, subjects.slice(0, 1), actor, decide);
        return [first as never, { status: "rejected", reason: new OutcomeUnknown("lost") }];
      },
    });
    expect((await failing.inject(request)).json()).toEqual({ results: [{ accepted: true }, error("outcome_unknown")] });
    await failing.close();
    expect((await bench.app.inject(request)).json()).toEqual({ results: [{ accepted: true }, { accepted: true }] });
  });
});

describe("what an act throws", () => {
  const cases = [
    [new StoreBusy("full"), 503, "unavailable", "1"],
    [new ClockAhead("ahead"), 503, "unavailable", "1"],
    [new OutcomeUnknown("lost"), 503, "outcome_unknown", "1"],
    [new Throttled(7), 429, "too_many_wrong_codes", "7"],
    [new Error("a surprise"), 500, "internal", undefined],
  ] as const;

  it.each(cases)(
    "%s is told in its own words, with the time to come back",
    async (thrown, status, code, retryAfter) => {
      const perform = () => Promise.reject(thrown);
      const performAll = async () => [{ status: "rejected" as const, reason: thrown }];
      const face = await makeApiFace({ ...bench.test.service, perform, performAll });
      const headers = { authorization: `Bearer ${apiKeys.bank}` };
      for (const [path, payload] of [
        ["customers/x/verifications", { otp: "12345678", purpose: "login" }],
        ["customers/x/resync", { otps: ["12345678", "12345679"] }],
        ["customers/x/suspend", { reason: "lost" }],
      ] as const) {
        const answer = await face.inject({ method: "POST", url: `/v1/${path}`, headers, payload });
        expect([answer.statusCode, answer.json(), answer.headers["retry-after"]]).toEqual([
          status,
          { code, message: wireCodes[code].message },
          retryAfter,
        ]);
      }
      const payload = { verifications: [item("x", "12345678")] };
      const batch = await face.inject({ method: "POST", url: "/v1/verifications", headers, payload });
      expect([batch.statusCode, batch.json()]).toEqual([200, { results: [error(code)] }]);
      await face.close();
    },
  );
});
