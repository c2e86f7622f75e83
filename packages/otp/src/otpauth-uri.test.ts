import * as fc from "fast-check";
import { Secret, TOTP, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { anyOf } from "./bad-input.ts";
import { base32Decode } from "./base32.ts";
import type { Algorithm, OtpParameters } from "./hotp.ts";
import { readOtpauthUri, writeOtpauthUri } from "./otpauth-uri.ts";
import type { OtpauthToken } from "./otpauth-uri.ts";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const key = base32Decode(secret) ?? new Uint8Array();
const uri = (query: string): string => `otpauth://totp/Bank:hanako?${query}`;
const readWith = (query: string) => readOtpauthUri(uri(`secret=${secret}&${query}`));
const problem = (text: string): string => {
  const reading = readOtpauthUri(text);
  return reading.ok ? "none" : reading.problem;
};

const texts = fc
  .string({ unit: fc.oneof(anyOf("aA1 :/?#&%=+@花\u00e9"), fc.constantFrom("😀")), maxLength: 40 })
  .filter((text) => text.isWellFormed());
const tokens: fc.Arbitrary<OtpauthToken> = fc.record({
  key: fc.uint8Array({ minLength: 10, maxLength: 128 }),
  label: texts,
  issuer: fc.option(texts),
  algorithm: fc.constantFrom<Algorithm>("SHA-1", "SHA-256", "SHA-512"),
  digits: fc.constantFrom<OtpParameters["digits"]>(6, 7, 8),
  periodSeconds: fc.integer({ min: 1, max: 9999 }),
});

describe("readOtpauthUri", () => {
  it("reads every parameter", () => {
    const text = `otpauth://totp/Bank%3Ahanako?secret=${secret}&issuer=Oozora%20Bank&algorithm=SHA256&digits=8&period=60`;
    expect(readOtpauthUri(text)).toEqual({
      ok: true,
      value: {
        key,
        label: "Bank:hanako",
        issuer: "Oozora Bank",
        algorithm: "SHA-256",
        digits: 8,
        periodSeconds: 60,
      },
    });
  });

  it("takes SHA-1, 6 digits and 30 seconds where nothing is said, as the format does", () => {
    expect(readOtpauthUri(uri(`secret=${secret}`))).toEqual({
      ok: true,
      value: { key, label: "Bank:hanako", issuer: null, algorithm: "SHA-1", digits: 6, periodSeconds: 30 },
    });
  });

  it("reads a secret in small letters, in groups and with padding", () => {
    for (const written of [
      secret.toLowerCase(),
      "JBSW%20Y3DP%20EHPK%203PXP%20JBSW%20Y3DP%20EHPK%203PXP",
      "jbsw-y3dp-ehpk-3pxp-jbsw-y3dp-ehpk-3pxp",
    ]) {
      expect(readOtpauthUri(uri(`secret=${written}`))).toMatchObject({ ok: true, value: { key } });
    }
    expect(readOtpauthUri(uri("secret=GEZDGNBVGY3TQOJQGEZA%3D%3D%3D%3D")).ok).toBe(true);
  });

  it("reads the spellings of the hash that are met with", () => {
    for (const written of ["SHA1", "sha1", "SHA-1", "Sha1"]) {
      expect(readWith(`algorithm=${written}`)).toMatchObject({ ok: true, value: { algorithm: "SHA-1" } });
    }
    for (const written of ["SHA512", "sha-512"]) {
      expect(readWith(`algorithm=${written}`)).toMatchObject({ ok: true, value: { algorithm: "SHA-512" } });
    }
  });

  it("minds the scheme and the type in any case, and passes over what it does not know", () => {
    const text = `OTPAUTH://TOTP/hanako?image=https%3A%2F%2Fx.example%2Fa.png&secret=${secret}&color=red`;
    expect(readOtpauthUri(text)).toMatchObject({ ok: true, value: { label: "hanako", key } });
  });

  it("reads no label at all as an empty one", () => {
    for (const text of [`otpauth://totp?secret=${secret}`, `otpauth://totp/?secret=${secret}`]) {
      expect(readOtpauthUri(text)).toMatchObject({ ok: true, value: { label: "" } });
    }
  });

  it.each([
    ["notOtpauth", ""],
    ["notOtpauth", "otpauth:totp/a"],
    ["notOtpauth", `https://totp/a?secret=${secret}`],
    ["notOtpauth", ` otpauth://totp/a?secret=${secret}`],
    ["notOtpauth", `otpauth://totp/a?secret=${secret}\n`],
    ["notOtpauth", `otpauth://totp/a\tb?secret=${secret}`],
    ["notOtpauth", `otpauth://totp/a?secret=${secret}\u2028`],
    ["notOtpauth", `otpauth://totp/a?secret=${secret}#fragment`],
    ["notOtpauth", `otpauth://totp/${"a".repeat(2048)}?secret=${secret}`],
    ["notTotp", `otpauth://hotp/a?secret=${secret}&counter=0`],
    ["notTotp", `otpauth:///a?secret=${secret}`],
    ["notTotp", `otpauth://totp:80/a?secret=${secret}`],
    ["notTotp", `otpauth://user@totp/a?secret=${secret}`],
    ["notTotp", `otpauth://totp.example/a?secret=${secret}`],
    ["notTotp", `otpauth://ｔｏｔｐ/a?secret=${secret}`],
    ["badSecret", "otpauth://totp/a"],
    ["badSecret", uri("")],
    ["badSecret", uri("secret=")],
    ["badSecret", uri("secret=JBSWY3DPEHPK3PX0")],
    ["badSecret", uri("secret=JBSWY3DPEHPK3PXP1")],
    ["badSecret", uri("secret=JBSWY3DPEHPK3P")],
    ["badSecret", uri(`secret=${secret}&secret=${secret}`)],
    ["badSecret", uri(`secret=${"A".repeat(208)}`)],
    ["badSecret", uri("SECRET=JBSWY3DPEHPK3PXP")],
    ["badSecret", uri("secret=ſBSWY3DPEHPK3PXP")],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=MD5`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=SHA256&algorithm=SHA1`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=SHA--1`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=ſha1`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=__proto__`)],
    ["badDigits", uri(`secret=${secret}&digits=5`)],
    ["badDigits", uri(`secret=${secret}&digits=9`)],
    ["badDigits", uri(`secret=${secret}&digits=6.0`)],
    ["badDigits", uri(`secret=${secret}&digits=6e0`)],
    ["badDigits", uri(`secret=${secret}&digits=0x6`)],
    ["badDigits", uri(`secret=${secret}&digits=%206`)],
    ["badDigits", uri(`secret=${secret}&digits=６`)],
    ["badDigits", uri(`secret=${secret}&digits=6&digits=8`)],
    ["badPeriod", uri(`secret=${secret}&period=0`)],
    ["badPeriod", uri(`secret=${secret}&period=-30`)],
    ["badPeriod", uri(`secret=${secret}&period=30.5`)],
    ["badPeriod", uri(`secret=${secret}&period=030`)],
    ["badPeriod", uri(`secret=${secret}&period=1e1`)],
    ["badPeriod", uri(`secret=${secret}&period=10000`)],
    ["badPeriod", uri(`secret=${secret}&period=30%0A`)],
    ["badPeriod", uri(`secret=${secret}&period=30&period=60`)],
    ["badLabel", `otpauth://totp/%E0%A4%A?secret=${secret}`],
    ["badLabel", `otpauth://totp/%FF?secret=${secret}`],
    ["badLabel", `otpauth://totp/a%0Ab?secret=${secret}`],
    ["badLabel", `otpauth://totp/a%00?secret=${secret}`],
    ["badLabel", uri(`secret=${secret}&issuer=a%0D%0Ab`)],
    ["badLabel", uri(`secret=${secret}&issuer=a&issuer=b`)],
  ])("answers %s to %j", (code, text) => {
    expect(problem(text)).toBe(code);
  });

  it("refuses what is no string instead of throwing", () => {
    for (const input of [[uri(`secret=${secret}`)], new URL(uri(`secret=${secret}`)), null, undefined, 1, {}]) {
      expect(readOtpauthUri(input as string)).toEqual({ ok: false, problem: "notOtpauth" });
    }
  });

  it("never throws, and what it takes is within the bounds it promises", () => {
    const syntax = [
      "otpauth://",
      "totp",
      "/",
      "?",
      "&",
      "=",
      "%",
      "%41",
      "%0A",
      "#",
      ":",
      "@",
      "+",
      " ",
      "\n",
      "\ud800",
    ];
    const values = ["secret=", secret, "digits=", "8", "period=", "60", "algorithm=", "SHA256", "issuer=", "花"];
    const pieces = fc.constantFrom(...syntax, ...values);
    const near = fc.array(pieces, { maxLength: 20 }).map((parts) => `otpauth://totp/${parts.join("")}`);
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const reading = readOtpauthUri(text);
        if (!reading.ok) return;
        expect(reading.value.key.length).toBeGreaterThanOrEqual(10);
        expect(reading.value.key.length).toBeLessThanOrEqual(128);
        expect([6, 7, 8]).toContain(reading.value.digits);
        expect(reading.value.periodSeconds).toBeGreaterThan(0);
      }),
    );
  });
});

describe("writeOtpauthUri", () => {
  it("writes every parameter, so that no reader's defaults matter", () => {
    const token = { key, label: "Bank:hanako", issuer: "Oozora Bank", algorithm: "SHA-256", digits: 8 } as const;
    expect(writeOtpauthUri({ ...token, periodSeconds: 60 })).toBe(
      `otpauth://totp/Bank%3Ahanako?secret=${secret}&issuer=Oozora%20Bank&algorithm=SHA256&digits=8&period=60`,
    );
  });

  it("is read back as the same token", () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(readOtpauthUri(writeOtpauthUri(token))).toEqual({ ok: true, value: token });
      }),
    );
  });

  it("is understood by the independent library otpauth, which shows the same codes", () => {
    fc.assert(
      fc.property(tokens, (token) => {
        // Its labels follow its own rules about colons; ours are whatever the other system wrote.
        const theirs = URI.parse(writeOtpauthUri({ ...token, label: "hanako", issuer: "bank" }));
        expect(theirs).toBeInstanceOf(TOTP);
        if (!(theirs instanceof TOTP)) return;
        expect(new Uint8Array(theirs.secret.bytes)).toEqual(token.key);
        expect([theirs.digits, theirs.period]).toEqual([token.digits, token.periodSeconds]);
        expect(theirs.algorithm.replace("-", "")).toBe(token.algorithm.replace("-", ""));
      }),
    );
  });

  it("reads what otpauth writes", () => {
    fc.assert(
      fc.property(tokens, ({ key: bytes, algorithm, digits, periodSeconds: period }) => {
        const settings = { algorithm: algorithm.replace("-", ""), digits, period, issuer: "bank", label: "hanako" };
        const written = new TOTP({
          ...settings,
          secret: new Secret({ buffer: new Uint8Array(bytes).buffer }),
        }).toString();
        expect(readOtpauthUri(written)).toMatchObject({
          ok: true,
          value: { key: bytes, algorithm, digits, periodSeconds: period, issuer: "bank" },
        });
      }),
    );
  });

  it("refuses a token that could not be read back, without telling its key", () => {
    const token: OtpauthToken = { key, label: "a", issuer: null, algorithm: "SHA-1", digits: 6, periodSeconds: 30 };
    for (const changed of [
      { key: new Uint8Array(9) },
      { key: new Uint8Array(129) },
      { digits: 9 as 8 },
      { periodSeconds: 0 },
      { periodSeconds: 0.5 },
      { periodSeconds: 10_000 },
      { algorithm: "MD5" as Algorithm },
      { label: "a\nb" },
      { issuer: "\u0000" },
      { label: "a".repeat(2048) },
    ]) {
      expect(() => writeOtpauthUri({ ...token, ...changed })).toThrow(RangeError);
      expect(() => writeOtpauthUri({ ...token, ...changed })).not.toThrow(/secret|JBSWY3/);
    }
  });

  it("writes half of a surrogate pair as the replacement character instead of throwing", () => {
    const token: OtpauthToken = {
      key,
      label: "\ud800",
      issuer: "\udc00",
      algorithm: "SHA-1",
      digits: 6,
      periodSeconds: 30,
    };
    expect(readOtpauthUri(writeOtpauthUri(token))).toMatchObject({
      ok: true,
      value: { label: "\ufffd", issuer: "\ufffd" },
    });
  });
});
