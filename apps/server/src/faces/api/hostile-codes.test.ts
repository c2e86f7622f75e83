import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isReference } from "@warifu/rules";
import { createKeyRing, migrate } from "@warifu/storage";
import { referenceSchema } from "@warifu/wire";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testConfig, testStartMs } from "../../tests/test-service.ts";
import { apiKeys, openApiBench } from "./testing/api-bench.ts";
import type { ApiBench } from "./testing/api-bench.ts";

let bench: ApiBench;
beforeAll(async () => {
  bench = await openApiBench();
});
afterAll(() => bench.close());

/** The four ways in which a code can come: alone, in a batch, and as the first and second of a resync. */
const ways: readonly [string, (customerId: string, otp: unknown) => { url: string; payload: object }][] = [
  ["alone", (id, otp) => ({ url: `/v1/customers/${id}/verifications`, payload: { otp, purpose: "login" } })],
  [
    "in a batch",
    (id, otp) => ({
      url: "/v1/verifications",
      payload: { verifications: [{ customerId: id, otp, purpose: "login" }] },
    }),
  ],
  ["first of a resync", (id, otp) => ({ url: `/v1/customers/${id}/resync`, payload: { otps: [otp, "12345678"] } })],
  ["second of a resync", (id, otp) => ({ url: `/v1/customers/${id}/resync`, payload: { otps: ["12345678", otp] } })],
];

function notCodes(right: string): readonly unknown[] {
  const shifted = (zero: number) =>
    right
      .split("")
      .map((digit) => String.fromCodePoint(zero + Number(digit)))
      .join("");
  return [
    ...Array.from({ length: 33 }, (_, length) => right.repeat(5).slice(0, length)).filter(({ length }) => length !== 8),
    ...[" ", "\t", "\n", "\r", "\u00a0", "\u200b", "\ufeff", "\u3000", "\u0000", "-"].flatMap((mark) => [
      right + mark,
      mark + right,
      right.slice(0, 4) + mark + right.slice(4),
      right.slice(0, 7) + mark,
    ]),
    shifted(0xff10),
    shifted(0x0660),
    shifted(0x1d7ce),
    `+${right}`,
    `-${right}`,
    `+${right.slice(1)}`,
    "1e7",
    "1e000007",
    "0x123456",
    `${right}.0`,
    Number(right),
    1e7,
    true,
    null,
    [right],
    [[right]],
    { otp: right },
    { toString: right, length: 8 },
    {},
  ];
}

describe("what is no code of the token", () => {
  it.each(ways)("is refused as malformed %s, not compared and not counted", async (name, asked) => {
    const customerId = `f-${name.replaceAll(" ", "-")}`;
    await bench.customerInUse(customerId);
    for (const otp of notCodes(bench.code())) {
      const answer = await bench.ask({ method: "POST", ...asked(customerId, otp) });
      const body = answer.json<{ code?: string; results?: [{ error?: { code: string } }] }>();
      const code = body.results === undefined ? body.code : body.results[0].error?.code;
      const status = body.results === undefined ? 400 : 200;
      expect([otp, answer.statusCode, code]).toEqual([otp, status, "malformed"]);
    }
    expect((await bench.ask({ url: `/v1/customers/${customerId}` })).json()).toMatchObject({ token: { triesLeft: 5 } });
    expect((await bench.verify(customerId, bench.code())).json()).toEqual({ accepted: true });
  });

  it("is refused in a body that is too large, too deep, ambiguous, or not JSON", async () => {
    const otp = bench.code();
    const headers = { "content-type": "application/json" };
    const asItem = `{"customerId":"x","otp":"${otp}","purpose":"login"}`;
    const bodies: readonly [string, number][] = [
      [`{"verifications":[${"[".repeat(20_000)}`, 400],
      [`{"verifications":[${"[".repeat(9)}${"]".repeat(9)}]}`, 400],
      [`{"verifications":[${asItem}],"verifications":[${asItem}]}`, 400],
      [`{"verifications":[{"otp":"1",${asItem.slice(1)}]}`, 400],
      [`{"verifications":[{"\\u006ftp":"1",${asItem.slice(1)}]}`, 400],
      [`{"__proto__":{"verifications":[${asItem}]}}`, 400],
      [`{"verifications":[${asItem},]}`, 400],
      ["x".repeat(10_000_000), 413],
      [`{"verifications":[${Array(2_000).fill(asItem).join(",")}]}`, 413],
    ];
    for (const [payload, status] of bodies) {
      const answer = await bench.ask({ method: "POST", url: "/v1/verifications", payload, headers });
      expect([payload.slice(0, 60), answer.statusCode]).toEqual([payload.slice(0, 60), status]);
    }
  });

  it("of any JSON in a batch gives a result for each and never a 500", async () => {
    const item = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({
        customerId: fc.constantFrom("nobody", ".."),
        otp: fc.oneof(fc.constant("12345678"), fc.jsonValue({ maxDepth: 1 })),
        purpose: fc.constantFrom("login", "x", 1),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), async (verifications) => {
        const payload = JSON.stringify({ verifications });
        const headers = { "content-type": "application/json" };
        const answer = await bench.ask({ method: "POST", url: "/v1/verifications", payload, headers });
        expect([200, 400]).toContain(answer.statusCode);
        if (answer.statusCode === 200) {
          expect(answer.json<{ results: unknown[] }>().results).toHaveLength(verifications.length);
        }
        expect(answer.body).not.toContain('"accepted":true');
      }),
      { numRuns: 100 },
    );
  });

  it("is what the rules call a reference, and nothing else is one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 70 }), (text) => {
        expect(referenceSchema.safeParse(text).success).toBe(isReference(text));
      }),
    );
  });
});

describe("resync", () => {
  const resync = (customerId: string, otps: unknown) =>
    bench.ask({ method: "POST", url: `/v1/customers/${customerId}/resync`, payload: { otps } });

  it("learns the phone's clock from two codes in a row; both are used up", async () => {
    await bench.customerInUse("r-1");
    const pair = [bench.code(9), bench.code(10)];
    expect((await bench.verify("r-1", pair[0])).json()).toMatchObject({ accepted: false });
    expect((await resync("r-1", pair)).json()).toEqual({ accepted: true, driftSteps: 10 });
    expect((await resync("r-1", pair)).json()).toEqual({ accepted: false, reason: "used" });
    expect((await bench.verify("r-1", pair[1])).json()).toEqual({ accepted: false, reason: "used" });
    expect((await bench.verify("r-1", bench.code(11))).json()).toEqual({ accepted: true });
  });

  it("counts a wrong pair as one wrong code, and takes exactly two", async () => {
    await bench.customerInUse("r-2");
    const wrong = [bench.wrongCode(), bench.wrongCode(1)];
    expect((await resync("r-2", wrong)).json()).toEqual({ accepted: false, reason: "mismatch", triesLeft: 4 });
    for (const otps of [[], wrong.slice(1), [...wrong, wrong[0]], wrong.join(""), null, {}]) {
      expect((await resync("r-2", otps)).statusCode).toBe(400);
    }
    expect((await resync("nobody", wrong)).statusCode).toBe(404);
  });
});

describe("guessing and replay", () => {
  it("compares five of fifty wrong codes that come at the same time, alone and in batches, and not the right one after", async () => {
    await bench.customerInUse("g-1");
    const guess = (salt: number) => ({ customerId: "g-1", otp: bench.wrongCode(salt), purpose: "login" });
    const answers = await Promise.all(
      Array.from({ length: 25 }, async (_, salt) => {
        if (salt % 2 === 0) return [(await bench.verify("g-1", bench.wrongCode(salt))).json<{ reason: string }>()];
        const payload = { verifications: [guess(salt), guess(salt + 50), guess(salt + 100)] };
        const batch = await bench.ask({ method: "POST", url: "/v1/verifications", payload });
        return batch.json<{ results: { reason: string }[] }>().results;
      }),
    );
    const compared = answers.flat().filter(({ reason }) => reason === "mismatch" || reason === "drift");
    expect(compared).toHaveLength(5);
    expect((await bench.verify("g-1", bench.code())).json()).toMatchObject({ accepted: false, reason: "paused" });
  });

  it("accepts one code once, asked fifty times at the same time alone and in batches, over all purposes", async () => {
    await bench.customerInUse("g-2");
    const otp = bench.code();
    const purposes = ["login", "transfer", "payment", "settings", "other"];
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const purpose = purposes[index % 5];
        if (index % 2 === 0) return (await bench.verify("g-2", otp, { payload: { otp, purpose } })).body;
        const payload = { verifications: [{ customerId: "g-2", otp, purpose }] };
        return (await bench.ask({ method: "POST", url: "/v1/verifications", payload })).body;
      }),
    );
    expect(answers.filter((body) => body.includes('"accepted":true'))).toHaveLength(1);
  });

  it("remembers four wrong codes over a restart: the next one pauses; and a kept answer is the same one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "warifu-api-"));
    const config = {
      ...testConfig,
      database: `sqlite:${join(folder, "w.db")}`,
      keyRingFile: join(folder, "keys.json"),
    };
    try {
      await createKeyRing(config.keyRingFile);
      await migrate(config.database);
      const before = await openApiBench({ config });
      await before.customerInUse("g-3");
      for (let salt = 0; salt < 4; salt += 1) await before.verify("g-3", before.wrongCode(salt), { once: `g-${salt}` });
      await before.close();
      const after = await openApiBench({ config, startMs: testStartMs + 1_000 });
      const kept = await after.verify("g-3", after.wrongCode(0), { once: "g-0" });
      expect(kept.json()).toEqual({ accepted: false, reason: "mismatch", triesLeft: 4 });
      expect((await after.verify("g-3", after.wrongCode(4))).json()).toMatchObject({ accepted: false, triesLeft: 0 });
      expect((await after.verify("g-3", after.code())).json()).toMatchObject({ accepted: false, reason: "paused" });
      await after.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("of another institution's customers finds nobody on any path", async () => {
    await bench.customerInUse("g-4");
    for (const [, asked] of ways) {
      const answer = await bench.ask({ method: "POST", ...asked("g-4", bench.code()), apiKey: apiKeys.foreign });
      expect(answer.body).toContain('"unknown_customer"');
    }
    expect((await bench.verify("g-4", bench.code())).json()).toEqual({ accepted: true });
  });
});
