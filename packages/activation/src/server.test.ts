import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startActivation } from "./phone.ts";
import {
  otherUserId,
  sampleIssuance,
  sampleParameters,
  samplePassword,
  sampleService,
  startExchange,
  withOtherByte,
} from "./sample-issuance.ts";
import { createServerSetup, makeActivationServer } from "./server.ts";

const service = await sampleService();
const { server, registrationRecord } = service;
const { ke1 } = await startActivation({ ...sampleIssuance, activationPassword: samplePassword });
const start = { ...sampleIssuance, registrationRecord, ke1, parameters: sampleParameters };
const refused = { ok: false };

const malformed = [
  ["nothing", ""],
  ["three bytes", "AAAA"],
  ["base64 with padding", Buffer.alloc(96).toString("base64")],
  ["a line feed at the end", `${ke1}\n`],
  ["an array", [ke1]],
  ["a number", 1],
  ["null", null],
  ["an object", {}],
  ["undefined", undefined],
] as const;

const bytesAs = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString("base64url"));

describe("makeActivationServer", () => {
  it("refuses a set-up that is none, at once", async () => {
    for (const serverSetup of ["", "x", "AAAA", Buffer.alloc(128, 255).toString("base64url")]) {
      await expect(makeActivationServer({ serverSetup })).rejects.toThrow(Error);
    }
  });

  it("makes another set-up each time, and works from a stored one", async () => {
    const [one, other] = [await createServerSetup(), await createServerSetup()];
    expect(one).not.toBe(other);
    const again = await makeActivationServer({ serverSetup: one });
    expect(again.start({ ...start, registrationRecord: null }).ok).toBe(true);
  });
});

describe("registrationResponse", () => {
  it.each(malformed)("refuses %s as a request", (_, registrationRequest) => {
    const request = { ...sampleIssuance, registrationRequest: registrationRequest as string };
    expect(server.registrationResponse(request)).toEqual(refused);
  });

  it("refuses bytes that are no point, the neutral element, and IDs out of their grammar", () => {
    for (const byte of [0, 0xff]) {
      const registrationRequest = Buffer.alloc(32, byte).toString("base64url");
      expect(server.registrationResponse({ ...sampleIssuance, registrationRequest })).toEqual(refused);
    }
    const point = Buffer.from(ke1, "base64url").subarray(0, 32).toString("base64url");
    expect(server.registrationResponse({ ...sampleIssuance, registrationRequest: point }).ok).toBe(true);
    for (const ids of [{ serviceId: "1012123|" }, { userId: "1234567890123ABC" }, { userId: "" }]) {
      expect(server.registrationResponse({ ...sampleIssuance, ...ids, registrationRequest: point })).toEqual(refused);
    }
  });
});

describe("start", () => {
  it.each(malformed)("refuses %s as KE1, whether the user ID is known or not", (_, message) => {
    expect(server.start({ ...start, ke1: message as string })).toEqual(refused);
    expect(server.start({ ...start, ke1: message as string, registrationRecord: null })).toEqual(refused);
  });

  it.each(malformed.filter(([, record]) => record !== null))("refuses %s as a record", (_, record) => {
    expect(server.start({ ...start, registrationRecord: record as string })).toEqual(refused);
  });

  it("refuses points that are none, and IDs out of their grammar, in the one way", () => {
    for (const byte of [0, 0xff]) {
      const message = Buffer.alloc(96, byte).toString("base64url");
      expect(server.start({ ...start, ke1: message })).toEqual(refused);
      expect(server.start({ ...start, ke1: message, registrationRecord: null })).toEqual(refused);
    }
    for (const ids of [{ serviceId: "" }, { serviceId: "1012123|" }, { userId: "1234567890123ABC" }]) {
      expect(server.start({ ...start, ...ids })).toEqual(refused);
    }
  });

  it("takes no other parameters than a token's", () => {
    for (const changes of [{ digits: 5 }, { algorithm: "MD5" }, { periodSeconds: 0.5 }]) {
      const parameters = { ...sampleParameters, ...changes } as typeof sampleParameters;
      expect(() => server.start({ ...start, parameters })).toThrow(RangeError);
    }
  });

  it("never throws for random messages of the right length, and answers known and unknown alike", () => {
    fc.assert(
      fc.property(bytesAs(96), (message) => {
        const known = server.start({ ...start, ke1: message });
        const unknown = server.start({ ...start, ke1: message, registrationRecord: null });
        expect(unknown.ok).toBe(known.ok);
      }),
    );
  });

  it("answers the same message with another answer each time", () => {
    const answers = Array.from({ length: 3 }, () => server.start(start));
    expect(new Set(answers.map((answer) => answer.ok && answer.ke2)).size).toBe(3);
  });
});

describe("an unknown user ID", () => {
  it("is answered in the same shape and size", () => {
    const known = server.start(start);
    const unknown = server.start({ ...start, userId: otherUserId, registrationRecord: null });
    const sizes = (answer: object) => Object.entries(answer).map(([name, value]) => [name, String(value).length]);
    expect(sizes(unknown)).toEqual(sizes(known));
  });

  it("is evaluated with the same OPRF key each time, like a known one: the same blinded point, the same answer", () => {
    const evaluated = (record: string | null) => {
      const answer = server.start({ ...start, registrationRecord: record });
      return Buffer.from(answer.ok ? answer.ke2 : "", "base64url")
        .subarray(0, 32)
        .toString("hex");
    };
    const known = evaluated(registrationRecord);
    expect(known).toHaveLength(64);
    expect(evaluated(registrationRecord)).toBe(known);
    // So issuing to a user ID, or ending it, does not show in this part either.
    expect(evaluated(null)).toBe(known);
  });

  it("takes the same time", () => {
    const timed = (record: string | null): number => {
      const begun = performance.now();
      server.start({ ...start, registrationRecord: record });
      return performance.now() - begun;
    };
    const median = (times: number[]): number => times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;
    // One call of one library function either way, over a made-up record for the unknown; a short cut would be ten times faster.
    // By turns, so that whatever else the machine does meets both.
    const pairs = Array.from({ length: 150 }, () => [timed(registrationRecord), timed(null)] as const);
    const ratio = median(pairs.map(([known]) => known)) / median(pairs.map(([, unknown]) => unknown));
    expect(ratio).toBeGreaterThan(0.67);
    expect(ratio).toBeLessThan(1.5);
  });

  it("is finished by no KE3, not even by one that somebody got for a known one", async () => {
    const { phone, ke2 } = await startExchange(service);
    const agreed = phone.finish(ke2, sampleParameters);
    const unknown = server.start({ ...start, ke1: phone.ke1, registrationRecord: null });
    const exchangeState = unknown.ok ? unknown.exchangeState : "";
    expect(server.finish({ exchangeState, ke3: agreed?.ke3 ?? "" })).toEqual(refused);
  });
});

describe("finish", () => {
  it("gives both sides the same 32 bytes, new ones at each exchange", async () => {
    const keys: string[] = [];
    for (const round of [1, 2]) {
      const { phone, ke2, exchangeState } = await startExchange(service);
      const agreed = phone.finish(ke2, sampleParameters);
      const finished = server.finish({ exchangeState, ke3: agreed?.ke3 ?? "" });
      expect(finished).toEqual({ ok: true, tokenKey: agreed?.tokenKey });
      keys.push(Buffer.from(agreed?.tokenKey ?? []).toString("hex"));
      expect(new Set(keys).size).toBe(round);
    }
  });

  it("gives another key than the phone's when the parameters were changed on the way: no code and no receipt will fit", async () => {
    const { phone, ke2, exchangeState } = await startExchange(service);
    const agreed = phone.finish(ke2, { ...sampleParameters, digits: 6 });
    const finished = server.finish({ exchangeState, ke3: agreed?.ke3 ?? "" });
    expect(finished.ok).toBe(true);
    expect(finished).not.toEqual({ ok: true, tokenKey: agreed?.tokenKey });
  });

  it("refuses every malformed and every wrong KE3 in the one way", async () => {
    const { phone, ke2, exchangeState } = await startExchange(service);
    const right = phone.finish(ke2, sampleParameters)?.ke3 ?? "";
    for (const [, ke3] of malformed) {
      expect(server.finish({ exchangeState, ke3: ke3 as string })).toEqual(refused);
    }
    for (let at = 0; at < 64; at += 7) {
      expect(server.finish({ exchangeState, ke3: withOtherByte(right, at) })).toEqual(refused);
    }
    fc.assert(
      fc.property(bytesAs(64), (ke3) => {
        expect(server.finish({ exchangeState, ke3 })).toEqual(refused);
      }),
    );
    expect(server.finish({ exchangeState, ke3: right }).ok).toBe(true);
  });

  it("refuses the KE3 of another exchange of the same phone", async () => {
    const [one, other] = [await startExchange(service), await startExchange(service)];
    const ke3 = one.phone.finish(one.ke2, sampleParameters)?.ke3 ?? "";
    expect(server.finish({ exchangeState: other.exchangeState, ke3 })).toEqual(refused);
  });

  it("refuses a state that is none or was changed", async () => {
    const { phone, ke2, exchangeState } = await startExchange(service);
    const ke3 = phone.finish(ke2, sampleParameters)?.ke3 ?? "";
    const state = JSON.parse(exchangeState) as Record<string, string>;
    const changed = [
      { serverLoginState: "AAAA" },
      { serverLoginState: withOtherByte(state["serverLoginState"] ?? "", 100) },
      { ke1: "AAAA" },
      { ke2: state["ke1"] },
      { userId: "1234567890123ABC" },
    ].map((changes) => JSON.stringify({ ...state, ...changes }));
    for (const text of ["", "{}", "null", ...changed]) {
      expect(server.finish({ exchangeState: text, ke3 })).toEqual(refused);
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(server.finish({ exchangeState: text, ke3 })).toEqual(refused);
      }),
    );
  });
});

describe("receiptMatches", () => {
  const tokenKey = new Uint8Array(32).fill(5);
  const { serviceId, userId } = sampleIssuance;
  const receipt = createHmac("sha256", tokenKey).update(`warifu receipt v1|${serviceId}|${userId}`).digest("base64url");

  it("knows the receipt as Node computes it", () => {
    expect(server.receiptMatches(tokenKey, sampleIssuance, receipt)).toBe(true);
  });

  it("refuses another key, another issuance and every other receipt", () => {
    expect(server.receiptMatches(new Uint8Array(32).fill(6), sampleIssuance, receipt)).toBe(false);
    expect(server.receiptMatches(tokenKey.subarray(1), sampleIssuance, receipt)).toBe(false);
    expect(server.receiptMatches(tokenKey, { serviceId, userId: otherUserId }, receipt)).toBe(false);
    expect(server.receiptMatches(tokenKey, { serviceId: "99999999", userId }, receipt)).toBe(false);
    for (let at = 0; at < 32; at++) {
      expect(server.receiptMatches(tokenKey, sampleIssuance, withOtherByte(receipt, at))).toBe(false);
    }
    for (const [, other] of malformed) {
      expect(server.receiptMatches(tokenKey, sampleIssuance, other as string)).toBe(false);
    }
    fc.assert(
      fc.property(fc.oneof(bytesAs(32), fc.string()), (other) => {
        expect(server.receiptMatches(tokenKey, sampleIssuance, other)).toBe(false);
      }),
    );
  });

  it("knows no receipt for an empty key or for IDs out of their grammar, even a right one", () => {
    const sign = (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest("base64url");
    const empty = new Uint8Array();
    const forEmpty = sign(empty, `warifu receipt v1|${serviceId}|${userId}`);
    expect(server.receiptMatches(empty, sampleIssuance, forEmpty)).toBe(false);
    const moved = sign(tokenKey, `warifu receipt v1|${serviceId}||${userId}`);
    expect(server.receiptMatches(tokenKey, { serviceId, userId: `|${userId}` }, moved)).toBe(false);
  });
});
