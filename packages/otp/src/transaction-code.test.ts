import { createHash, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { notStrings, spoilt } from "./bad-input.ts";
import { presence } from "./code-for.ts";
import type { CodeFor, Presence, Transaction, TransactionSuite } from "./code-for.ts";
import { derivedKey } from "./derived-key.ts";
import type { DerivedKey, KeyUse } from "./derived-key.ts";
import { findStep } from "./find-step.ts";
import type { StepSearch } from "./find-step.ts";
import { findStepPair } from "./find-step-pair.ts";
import { hotp } from "./hotp.ts";
import { nobleHmac } from "./noble.ts";
import { nodeHmac } from "./node.ts";
import { asStep } from "./time-step.ts";
import { isTransactionCode, ocra, transactionCode } from "./transaction-code.ts";
import { transactionDigest, typedDigest } from "./transaction-digest.ts";

interface Vectors {
  readonly tokenKey: string;
  readonly serviceId: string;
  readonly userId: string;
  readonly keys: Readonly<Record<KeyUse, string>>;
  readonly operation: Readonly<Record<"keyId" | "operationId" | "fields" | "digest", string>>;
  readonly typed: Readonly<Record<"challenge" | "account" | "amount" | "digest", string>>;
  readonly codes: readonly {
    readonly key: "tx code" | "tx typed" | "tx stop";
    readonly digest: string;
    readonly suite: TransactionSuite;
    readonly code: string;
  }[];
}

const vectors = JSON.parse(readFileSync(new URL("transaction-code.vectors.json", import.meta.url), "utf8")) as Vectors;
const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const sha256 = (message: Uint8Array): Uint8Array => createHash("sha256").update(message).digest();
const tokenKey = unhex(vectors.tokenKey);
const { serviceId, userId } = vectors;
const names = { serviceId, userId };
const uses = Object.keys(vectors.keys) as KeyUse[];
const suite = "OCRA-1:HOTP-SHA256-8:QH64";
const key = derivedKey(nodeHmac, tokenKey, "tx code", names);
const operation = {
  keyId: unhex(vectors.operation.keyId),
  operationId: unhex(vectors.operation.operationId),
  fields: unhex(vectors.operation.fields),
};
const digest = unhex(vectors.operation.digest);
const transaction: Transaction = { kind: "transaction", digest, suite };
const digests = fc.uint8Array({ minLength: 32, maxLength: 32 });
const tokenKeys = fc.uint8Array({ minLength: 16, maxLength: 64 });

describe("OCRA", () => {
  // RFC 6287 Appendix C.1 (one-way, SHA-1), C.2 (mutual, SHA-256: server, then client), C.3 (plain signature, SHA-256).
  const ascii = (text: string) => new TextEncoder().encode(text);
  const key20 = ascii("12345678901234567890");
  const key32 = ascii("12345678901234567890123456789012");
  const decimal = (digit: number) => {
    const question = Number(String(digit).repeat(8)).toString(16);
    return unhex(question.padEnd(Math.ceil(question.length / 2) * 2, "0"));
  };
  it.each(["237653", "243178", "653583", "740991", "608993", "388898", "816933", "224598", "750600", "294470"])(
    "answers the challenges of RFC 6287 C.1: %s",
    (code) => {
      const codes = Array.from({ length: 10 }, (_, digit) =>
        ocra(nodeHmac, key20, { suite: "OCRA-1:HOTP-SHA1-6:QN08", algorithm: "SHA-1", digits: 6 }, decimal(digit)),
      );
      expect(codes).toContain(code);
      expect(codes.indexOf(code)).toBe(
        ["237653", "243178", "653583", "740991", "608993", "388898", "816933", "224598", "750600", "294470"].indexOf(
          code,
        ),
      );
    },
  );
  it.each([
    ["CLI22220SRV11110", "28247970"],
    ["CLI22221SRV11111", "01984843"],
    ["CLI22222SRV11112", "65387857"],
    ["CLI22223SRV11113", "03351211"],
    ["CLI22224SRV11114", "83412541"],
    ["SRV11110CLI22220", "15510767"],
    ["SRV11111CLI22221", "90175646"],
    ["SRV11112CLI22222", "33777207"],
    ["SRV11113CLI22223", "95285278"],
    ["SRV11114CLI22224", "28934924"],
    ["SIG10000", "53095496"],
    ["SIG11000", "04110475"],
    ["SIG12000", "31331128"],
    ["SIG13000", "76028668"],
    ["SIG14000", "46554205"],
  ])("answers %s with %s (RFC 6287 C.2, C.3)", (question, code) => {
    const suiteOf = { suite: "OCRA-1:HOTP-SHA256-8:QA08", algorithm: "SHA-256", digits: 8 } as const;
    for (const hmac of [nodeHmac, nobleHmac]) expect(ocra(hmac, key32, suiteOf, ascii(question))).toBe(code);
  });
});

describe("keys derived of a token's key", () => {
  it.each(uses)("are those that another program computes: %s", (use) => {
    for (const hmac of [nodeHmac, nobleHmac]) {
      expect(hex(derivedKey(hmac, tokenKey, use, names))).toBe(vectors.keys[use]);
    }
  });

  it("are HKDF-Expand of RFC 5869, held against a whole HKDF whose extract step is undone by its own salt", () => {
    // Node has no Expand alone. Extract gives HMAC(salt, input): so the pseudo-random key is one that can be computed beside it.
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (input) => {
        const salt = Buffer.from("salt");
        const extracted = nodeHmac("SHA-256", salt)(input);
        const info = `warifu call v1|${serviceId}|${userId}`;
        const theirs = new Uint8Array(hkdfSync("sha256", input, salt, info, 32));
        expect(hex(derivedKey(nodeHmac, extracted, "call", names))).toBe(hex(theirs));
      }),
    );
  });

  it("differ by use, token and names, and are refused without them", () => {
    const other = { serviceId: "10121235", userId: "982JG441982JG443" };
    const all = [
      ...uses.map((use) => derivedKey(nodeHmac, tokenKey, use, names)),
      derivedKey(nodeHmac, tokenKey, "tx code", { ...names, serviceId: other.serviceId }),
      derivedKey(nodeHmac, tokenKey, "tx code", { ...names, userId: other.userId }),
      derivedKey(nodeHmac, Uint8Array.from(tokenKey).fill(0, 31), "tx code", names),
    ].map(hex);
    expect(new Set(all).size).toBe(all.length);
    expect(() => derivedKey(nodeHmac, new Uint8Array(), "tx code", names)).toThrow(RangeError);
    for (const wrong of [
      { serviceId: "1012123", userId },
      { serviceId, userId: "7R1EG3W07R1EG3WZ" },
    ]) {
      expect(() => derivedKey(nodeHmac, tokenKey, "tx code", wrong)).toThrow(RangeError);
    }
    // An imported token has no user ID.
    expect(() => derivedKey(nodeHmac, tokenKey, "tx code", { serviceId, userId: null as unknown as string })).toThrow(
      RangeError,
    );
  });
});

describe("the digest of an operation", () => {
  it("is the one that another program computes, sent or typed", () => {
    expect(hex(transactionDigest(sha256, operation))).toBe(vectors.operation.digest);
    expect(hex(typedDigest(sha256, names, vectors.typed))).toBe(vectors.typed.digest);
  });

  it("changes with every byte of the operation", () => {
    const before = hex(transactionDigest(sha256, operation));
    for (const name of ["keyId", "operationId", "fields"] as const) {
      for (let at = 0; at < operation[name].length; at += 1) {
        const changed = Uint8Array.from(operation[name]);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(hex(transactionDigest(sha256, { ...operation, [name]: changed }))).not.toBe(before);
      }
    }
    expect(hex(transactionDigest(sha256, { ...operation, fields: operation.fields.subarray(1) }))).not.toBe(before);
  });

  it("changes with every digit that is typed, and none can be moved from one field to the next", () => {
    const { challenge, account, amount } = vectors.typed;
    const other = [
      { challenge: "482914", account, amount },
      { challenge, account: "1234568", amount },
      { challenge, account, amount: "1200001" },
      { challenge, account, amount: "12000000" },
    ];
    const digestsOf = [vectors.typed, ...other].map((typed) => hex(typedDigest(sha256, names, typed)));
    expect(new Set(digestsOf).size).toBe(5);
  });

  it("is refused for what does not keep its form", () => {
    for (const wrong of [
      { keyId: new Uint8Array(5) },
      { operationId: new Uint8Array(7) },
      { fields: new Uint8Array() },
    ]) {
      expect(() => transactionDigest(sha256, { ...operation, ...wrong })).toThrow(RangeError);
    }
    for (const wrong of [
      { challenge: "48291" },
      { challenge: "４８２９１３" },
      { account: "12345678" },
      { account: ["1234567"] },
      { amount: "0" },
      { amount: "01" },
      { amount: "1.5" },
      { amount: "-1" },
      { amount: 1200000 },
      { amount: "12345678901234" },
    ]) {
      expect(() => typedDigest(sha256, names, { ...vectors.typed, ...wrong } as never)).toThrow(RangeError);
    }
  });
});

describe("a transaction code", () => {
  it.each(vectors.codes)("is the one that another program computes: $key, $suite", (vector) => {
    const by = derivedKey(nodeHmac, tokenKey, vector.key, names);
    const over: Transaction = { kind: "transaction", digest: unhex(vector.digest), suite: vector.suite };
    for (const hmac of [nodeHmac, nobleHmac]) expect(transactionCode(hmac, by, over)).toBe(vector.code);
    expect(isTransactionCode(nodeHmac, by, vector.code, over)).toBe(true);
  });

  it("fits nothing but its digest, its suite and its key", () => {
    const code = transactionCode(nodeHmac, key, transaction);
    for (let at = 0; at < 32; at += 1) {
      const changed = Uint8Array.from(digest);
      changed[at] = (changed[at] ?? 0) ^ 0x80;
      expect(isTransactionCode(nodeHmac, key, code, { ...transaction, digest: changed })).toBe(false);
    }
    const stop = derivedKey(nodeHmac, tokenKey, "tx stop", names);
    const typed = derivedKey(nodeHmac, tokenKey, "tx typed", names);
    for (const other of [stop, typed]) expect(isTransactionCode(nodeHmac, other, code, transaction)).toBe(false);
    expect(isTransactionCode(nodeHmac, key, `0${code}`, { ...transaction, suite: "OCRA-1:HOTP-SHA256-9:QH64" })).toBe(
      false,
    );
  });

  it("is its ASCII digits and nothing else", () => {
    const code = transactionCode(nodeHmac, key, transaction);
    const wrong = [...spoilt(code), ...notStrings(code), "", "1e7", `+${code.slice(1)}`, code.slice(1), `${code}0`];
    for (const input of wrong) expect(isTransactionCode(nodeHmac, key, input as string, transaction)).toBe(false);
  });

  it("is refused for a digest, suite or kind that is none", () => {
    for (const wrong of [
      { digest: new Uint8Array(31) },
      { digest: new Uint8Array(64) },
      { digest: hex(digest) },
      { suite: "OCRA-1:HOTP-SHA1-6:QN08" },
      { suite: "toString" },
      { kind: "presence" },
    ]) {
      const asked = { ...transaction, ...wrong } as unknown as Transaction;
      expect(() => transactionCode(nodeHmac, key, asked)).toThrow(Error);
      expect(() => isTransactionCode(nodeHmac, key, "00000000", asked)).toThrow(Error);
    }
  });
});

describe("codes of the two kinds", () => {
  // One pair in 10^8 agrees by chance: a fixed seed keeps the test's verdict its own.
  const always = { seed: 6287, numRuns: 300 };
  const parameters = { algorithm: "SHA-256", digits: 8, periodSeconds: 60 } as const;
  const centre = 29_923_500;
  const search = { codeFor: presence, hmac: nodeHmac, parameters, pastSteps: 2, futureSteps: 2, lastStep: asStep(-1) };

  it("never pass for each other: no code of the time over data, no code over data at any time near", () => {
    fc.assert(
      fc.property(tokenKeys, digests, fc.integer({ min: -2, max: 2 }), (secret, over, away) => {
        const ofToken: Transaction = { kind: "transaction", digest: over, suite };
        for (const use of ["tx code", "tx typed", "tx stop"] as const) {
          const by = derivedKey(nodeHmac, secret, use, names);
          const shown = hotp(nodeHmac, secret, centre + away, parameters);
          expect(isTransactionCode(nodeHmac, by, shown, ofToken)).toBe(false);
          const code = transactionCode(nodeHmac, by, ofToken);
          expect(findStep({ ...search, key: secret, code, centre: asStep(centre) }).kind).toBe("none");
          const codes = [shown, code] as const;
          expect(findStepPair({ ...search, key: secret, codes, centre: asStep(centre) })).toBeNull();
        }
      }),
      always,
    );
  });

  it("hash nothing alike: what is hashed for a code of the time is shorter than anything hashed for data", () => {
    const lengths: number[] = [];
    const noting: typeof nodeHmac = (algorithm, by) => {
      const mac = nodeHmac(algorithm, by);
      return (message) => {
        lengths.push(message.length);
        return mac(message);
      };
    };
    hotp(noting, tokenKey, centre, parameters);
    for (const use of uses) derivedKey(noting, tokenKey, use, names);
    transactionCode(noting, key, transaction);
    expect(lengths[0]).toBe(8);
    expect(Math.min(...lengths.slice(1))).toBeGreaterThan(20);
  });

  it("are told apart by whoever checks one: the other kind does not compile, and is refused where nobody compiled", () => {
    expectTypeOf<StepSearch["codeFor"]>().toEqualTypeOf<Presence>();
    expectTypeOf<Transaction>().not.toExtend<Presence>();
    expectTypeOf<CodeFor>().not.toExtend<Transaction>();
    expectTypeOf<Uint8Array>().not.toExtend<DerivedKey>();
    expectTypeOf<Omit<StepSearch, "codeFor">>().not.toExtend<StepSearch>();
    // Left out, as only a program without a compiler can.
    const silent = { ...search, codeFor: undefined as unknown as Presence, key: tokenKey, code: "12345678" };
    const asking = { ...silent, centre: asStep(centre) };
    expect(() => findStep(asking)).toThrow(TypeError);
    const asked = { ...asking, codeFor: transaction as unknown as Presence };
    expect(() => findStep(asked)).toThrow("A step is looked for with a code of presence");
    expect(() => findStepPair({ ...asked, codes: ["12345678", "12345679"] })).toThrow(TypeError);
    expect(() => transactionCode(nodeHmac, key, presence as unknown as Transaction)).toThrow(TypeError);
    expect(Object.isFrozen(presence)).toBe(true);
  });
});
