import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { HOTP, Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { counterBytes, hotp, totp, truncate } from "./hotp.ts";
import type { Algorithm, Hmac, OtpParameters } from "./hotp.ts";
import { nobleHmac } from "./noble.ts";
import { nodeHmac } from "./node.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const hmacs: readonly [string, Hmac][] = [
  ["node:crypto", nodeHmac],
  ["noble", nobleHmac],
];

// RFC 4226 Appendix D, both tables: HMAC-SHA-1(K, count), truncated value in hexadecimal and decimal, HOTP.
const rfc4226Key = ascii("12345678901234567890");
const rfc4226 = [
  [0, "cc93cf18508d94934c64b65d8ba7667fb7cde4b0", 0x4c93cf18, 1284755224, "755224"],
  [1, "75a48a19d4cbe100644e8ac1397eea747a2d33ab", 0x41397eea, 1094287082, "287082"],
  [2, "0bacb7fa082fef30782211938bc1c5e70416ff44", 0x82fef30, 137359152, "359152"],
  [3, "66c28227d03a2d5529262ff016a1e6ef76557ece", 0x66ef7655, 1726969429, "969429"],
  [4, "a904c900a64b35909874b33e61c5938a8e15ed1c", 0x61c5938a, 1640338314, "338314"],
  [5, "a37e783d7b7233c083d4f62926c7a25f238d0316", 0x33c083d4, 868254676, "254676"],
  [6, "bc9cd28561042c83f219324d3c607256c03272ae", 0x7256c032, 1918287922, "287922"],
  [7, "a4fb960c0bc06e1eabb804e5b397cdc4b45596fa", 0x4e5b397, 82162583, "162583"],
  [8, "1b3c89f65e6c9e883012052823443f048b4332db", 0x2823443f, 673399871, "399871"],
  [9, "1637409809a679dc698207310c8c7fc07290d9e5", 0x2679dc69, 645520489, "520489"],
] as const;

// RFC 6238 Appendix B. Its text names one seed of 20 bytes for all three hashes, which does not give its own table: the
// reference program in Appendix A uses 20, 32 and 64 bytes of the same digits (RFC Editor, errata of RFC 6238).
const rfc6238Seeds: Readonly<Record<Algorithm, Uint8Array>> = {
  "SHA-1": ascii("12345678901234567890"),
  "SHA-256": ascii("12345678901234567890123456789012"),
  "SHA-512": ascii("1234567890123456789012345678901234567890123456789012345678901234"),
};
const rfc6238 = [
  [59, "94287082", "SHA-1"],
  [59, "46119246", "SHA-256"],
  [59, "90693936", "SHA-512"],
  [1111111109, "07081804", "SHA-1"],
  [1111111109, "68084774", "SHA-256"],
  [1111111109, "25091201", "SHA-512"],
  [1111111111, "14050471", "SHA-1"],
  [1111111111, "67062674", "SHA-256"],
  [1111111111, "99943326", "SHA-512"],
  [1234567890, "89005924", "SHA-1"],
  [1234567890, "91819424", "SHA-256"],
  [1234567890, "93441116", "SHA-512"],
  [2000000000, "69279037", "SHA-1"],
  [2000000000, "90698825", "SHA-256"],
  [2000000000, "38618901", "SHA-512"],
  [20000000000, "65353130", "SHA-1"],
  [20000000000, "77737706", "SHA-256"],
  [20000000000, "47863826", "SHA-512"],
] as const;

const algorithms = fc.constantFrom<Algorithm>("SHA-1", "SHA-256", "SHA-512");
const digits = fc.constantFrom<OtpParameters["digits"]>(6, 7, 8);
// 200 bytes are longer than the blocks of all three hashes, so that the key itself gets hashed.
const keys = fc.uint8Array({ minLength: 1, maxLength: 200 });

describe.each(hmacs)("with the HMAC of %s", (_, hmac) => {
  it.each(rfc4226)("agrees with RFC 4226 Appendix D at count %i", (count, mac, hexadecimal, decimal, code) => {
    expect(hexadecimal).toBe(decimal);
    expect(hex(hmac("SHA-1", rfc4226Key)(counterBytes(count)))).toBe(mac);
    expect(truncate(Buffer.from(mac, "hex"), 8)).toBe(String(decimal % 1e8).padStart(8, "0"));
    expect(hotp(hmac, rfc4226Key, count, { algorithm: "SHA-1", digits: 6 })).toBe(code);
  });

  it.each(rfc6238)("agrees with RFC 6238 Appendix B at %i s: %s, %s", (seconds, code, algorithm) => {
    const key = rfc6238Seeds[algorithm];
    const parameters = (wanted: OtpParameters["digits"]) => ({ algorithm, digits: wanted, periodSeconds: 30 });
    expect(totp(hmac, key, seconds * 1000, parameters(8))).toBe(code);
    // Fewer digits are the last ones of the same number.
    expect(totp(hmac, key, seconds * 1000, parameters(7))).toBe(code.slice(1));
    expect(totp(hmac, key, seconds * 1000 + 999, parameters(6))).toBe(code.slice(2));
  });

  it("does not give the table of RFC 6238 from the one seed that its text names", () => {
    const wrongly = (algorithm: Algorithm) =>
      totp(hmac, rfc6238Seeds["SHA-1"], 59_000, { algorithm, digits: 8, periodSeconds: 30 });
    expect(wrongly("SHA-256")).not.toBe("46119246");
    expect(wrongly("SHA-512")).not.toBe("90693936");
  });

  it("computes what the independent library otpauth computes by moving factor", () => {
    fc.assert(
      fc.property(keys, fc.maxSafeNat(), algorithms, digits, (key, counter, algorithm, wanted) => {
        const secret = new Secret({ buffer: new Uint8Array(key).buffer });
        const theirs = HOTP.generate({ secret, algorithm: algorithm.replace("-", ""), digits: wanted, counter });
        expect(hotp(hmac, key, counter, { algorithm, digits: wanted })).toBe(theirs);
      }),
    );
  });

  it("computes what the independent library otpauth computes by time", () => {
    const moments = fc.oneof(
      fc.constantFrom(0, Date.parse("2038-01-19T03:14:08Z"), Date.parse("2106-02-07T06:28:16Z")),
      fc.integer({ min: 0, max: 8.64e15 }),
    );
    const periods = fc.constantFrom(1, 30, 60, 90, 3600);
    fc.assert(
      fc.property(keys, moments, periods, algorithms, digits, (key, timeMs, period, algorithm, wanted) => {
        const secret = new Secret({ buffer: new Uint8Array(key).buffer });
        const settings = { secret, algorithm: algorithm.replace("-", ""), digits: wanted, period, timestamp: timeMs };
        const ours = totp(hmac, key, timeMs, { algorithm, digits: wanted, periodSeconds: period });
        expect(ours).toBe(TOTP.generate(settings));
      }),
    );
  });

  it("leaves the key and the message as they were", () => {
    const key = new Uint8Array(20).fill(7);
    const message = counterBytes(1);
    hmac("SHA-256", key)(message);
    expect(key).toEqual(new Uint8Array(20).fill(7));
    expect(message).toEqual(counterBytes(1));
  });
});

it.each(hmacs)("the HMAC of %s is the one of OpenSSL for any key, and for one message after another", (_name, hmac) => {
  const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(algorithms, fc.uint8Array({ maxLength: 300 }), messages, (algorithm, key, all) => {
      const mac = hmac(algorithm, key);
      const expected = all.map((message) => createHmac(algorithm.replace("-", ""), key).update(message).digest("hex"));
      expect(all.map((message) => hex(mac(message)))).toEqual(expected);
    }),
  );
});

it.each(hmacs)(
  "the HMAC of %s stays its key's when several are used in turn, over messages of any length",
  (_name, hmac) => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const turn = fc.record({ which: fc.nat({ max: 2 }), message: fc.uint8Array({ maxLength: 300 }) });
    fc.assert(
      fc.property(algorithms, fc.tuple(key, key, key), fc.array(turn, { maxLength: 12 }), (algorithm, keys, turns) => {
        const macs = keys.map((one) => hmac(algorithm, one));
        for (const { which, message } of turns) {
          const expected = createHmac(algorithm.replace("-", ""), keys[which] ?? "")
            .update(message)
            .digest("hex");
          expect(hex(macs[which]?.(message) ?? new Uint8Array())).toBe(expected);
        }
      }),
    );
  },
);

it.each(hmacs)("the HMAC of %s is not changed by what becomes of key and results", (_name, hmac) => {
  const key = Buffer.alloc(20, 7);
  const mac = hmac("SHA-1", key);
  const first = mac(counterBytes(1));
  const expected = hex(first);
  key.fill(0);
  mac(counterBytes(2));
  expect(hex(first)).toBe(expected);
  first.fill(0);
  expect(hex(mac(counterBytes(1)))).toBe(expected);
});

describe("truncate", () => {
  it("agrees with the example of RFC 4226 §5.4", () => {
    const mac = Buffer.from("1f8698690e02ca16618550ef7f19da8e945b555a", "hex");
    expect(truncate(mac, 6)).toBe("872921");
    expect(truncate(mac, 8)).toBe("57872921");
  });

  it("reads the offset from the last byte of a longer MAC, and may read its first bytes as well as its sixteenth", () => {
    const mac = new Uint8Array(64);
    mac.set([0xff, 0xff, 0xff, 0xff], 0);
    expect(truncate(mac, 8)).toBe(String(0x7fffffff % 1e8).padStart(8, "0"));
    mac.set([0, 0, 0, 9], 15);
    mac[63] = 0xff;
    expect(truncate(mac, 8)).toBe("00000009");
  });

  it("minds where in a larger buffer the MAC lies", () => {
    const large = new Uint8Array(40).fill(0xee);
    large.set(Buffer.from("1f8698690e02ca16618550ef7f19da8e945b555a", "hex"), 11);
    expect(truncate(large.subarray(11, 31), 6)).toBe("872921");
  });

  it("always gives exactly so many ASCII digits", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 64 }), digits, (mac, wanted) => {
        expect(truncate(mac, wanted)).toMatch(new RegExp(`^[0-9]{${wanted}}$`));
      }),
    );
  });

  it("refuses a short MAC and other numbers of digits", () => {
    expect(() => truncate(new Uint8Array(19), 6)).toThrow(RangeError);
    for (const wanted of [0, 5, 9, 10, 6.5, Number.NaN, "8"]) {
      expect(() => truncate(new Uint8Array(20), wanted as 8)).toThrow(RangeError);
    }
  });
});

describe("counterBytes", () => {
  it.each([
    [0, "0000000000000000"],
    [1, "0000000000000001"],
    [0x23523ec, "00000000023523ec"],
    [2 ** 32 - 1, "00000000ffffffff"],
    [2 ** 32, "0000000100000000"],
    [Number.MAX_SAFE_INTEGER, "001fffffffffffff"],
  ])("writes %i in eight bytes, most significant first", (counter, text) => {
    expect(hex(counterBytes(counter))).toBe(text);
  });

  it("refuses what is no moving factor, -1 for none yet included", () => {
    for (const counter of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(() => counterBytes(counter)).toThrow(RangeError);
    }
    for (const counter of ["1", 1n, null]) expect(() => counterBytes(counter as unknown as number)).toThrow(TypeError);
  });
});

it("an empty key is refused instead of giving codes that anybody can compute", () => {
  expect(() => hotp(nodeHmac, new Uint8Array(), 0, { algorithm: "SHA-1", digits: 6 })).toThrow(RangeError);
});
