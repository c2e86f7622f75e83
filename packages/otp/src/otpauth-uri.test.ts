import * as fc from "fast-check";
import { Secret, TOTP, URI } from "otpauth";
import { describe, expect, it } from "vitest";
import { anyOf } from "./bad-input.ts";
import { base32Decode } from "./base32.ts";
import { totp } from "./hotp.ts";
import type { Algorithm, OtpParameters } from "./hotp.ts";
import { nodeHmac } from "./node.ts";
import { readOtpauthUri, writeOtpauthUri } from "./otpauth-uri.ts";
import type { OtpauthToken } from "./otpauth-uri.ts";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const key = base32Decode(secret) ?? new Uint8Array();
const uri = (query: string): string => `otpauth://totp/Bank:hanako?${query}`;
const readWith = (query: string) => readOtpauthUri(uri(`secret=${secret}&${query}`));
const problem = (text: string): string => {
  const reading = readOtpauthUri(text);
  return reading.ok ? "none" : reading.problem.code;
};
const parameterAtFault = (text: string): string | null => {
  const reading = readOtpauthUri(text);
  return reading.ok ? "none" : reading.problem.parameter;
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
  periodSeconds: fc.integer({ min: 10, max: 120 }),
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

  it("reads a secret with bits left over, with and without padding: others wrote it, and its codes are known", () => {
    for (const written of ["J3WWIV3PTGJPQV5QAICM", "J3WWIV3PTGJPQV5QAICM====", "J3WWIV3PTGJPQV5QAICM%3D%3D%3D%3D"]) {
      const reading = readOtpauthUri(`otpauth://totp/Example:User?secret=${written}&issuer=Example`);
      if (!reading.ok) throw new Error(reading.problem.code);
      const { key: bytes, ...parameters } = reading.value;
      expect(bytes).toHaveLength(12);
      expect(totp(nodeHmac, bytes, Date.UTC(2026, 10, 28, 22), parameters)).toBe("450549");
    }
  });

  it("reads the names of what decides a code in any case, and from a page's source", () => {
    for (const query of [
      "&amp;algorithm=SHA256&amp;digits=8&amp;period=60",
      "&amp;amp;algorithm=SHA256&amp;amp;digits=8&amp;amp;period=60",
      "&Algorithm=SHA256&DIGITS=8&Period=60",
      "&%61lgorithm=SHA256&%20digits=8&+period=60",
      "&algorithm=HMAC-SHA-256&digits=08&period=060&",
      "&algorithm=HmacSHA256&digits=+8+&period=%2060",
    ]) {
      expect([query, readOtpauthUri(uri(`secret=${secret}${query}`))]).toMatchObject([
        query,
        { ok: true, value: { key, algorithm: "SHA-256", digits: 8, periodSeconds: 60 } },
      ]);
    }
  });

  it("reads the spellings of the hash that are met with", () => {
    for (const written of ["SHA1", "sha1", "SHA-1", "Sha1", "sha_1", "HMACSHA1", "Algorithm.sha1"]) {
      expect(readWith(`algorithm=${written}`)).toMatchObject({ ok: true, value: { algorithm: "SHA-1" } });
    }
    for (const written of ["SHA512", "sha-512"]) {
      expect(readWith(`algorithm=${written}`)).toMatchObject({ ok: true, value: { algorithm: "SHA-512" } });
    }
  });

  it("minds the scheme and the type in any case, and passes over what is only shown", () => {
    const text = `OTPAUTH://TOTP/hanako?image=https%3A%2F%2Fx.example%2Fa.png&secret=${secret}&color=red&codeDisplay=%7B%7D&lock`;
    expect(readOtpauthUri(text)).toMatchObject({ ok: true, value: { label: "hanako", key } });
  });

  it("passes over further names only when it is told that they change no code", () => {
    const text = uri(`secret=${secret}&uuid=7`);
    expect(readOtpauthUri(text)).toEqual({ ok: false, problem: { code: "unknownParameter", parameter: "uuid" } });
    expect(readOtpauthUri(text, new Set(["uuid"]))).toMatchObject({ ok: true, value: { key } });
  });

  it.each([
    ["Bank%:hanako", "Bank%:hanako"],
    ["%E0%A4%A", "%E0%A4%A"],
    ["%FF", "%FF"],
    ["100%25", "100%"],
    ["na#me:hanako", "na#me:hanako"],
    ["a/b:c", "a/b:c"],
    ["a%0Ab%00", "a\ufffdb\ufffd"],
    ["大空信用組合:花子", "大空信用組合:花子"],
    ["hanako@xn--9kq.example", "hanako@xn--9kq.example"],
    ["a+b c", "a+b c"],
    ["花".repeat(1500), "花".repeat(1500)],
    [encodeURIComponent("花".repeat(1500)), "花".repeat(1500)],
  ])("takes the label %j as it comes: it is only shown", (written, label) => {
    expect(readOtpauthUri(`otpauth://totp/${written}?secret=${secret}`)).toMatchObject({ ok: true, value: { label } });
  });

  it("takes the issuer as it comes: the first one, on one line", () => {
    expect(readWith("issuer=a%0D%0Ab%&issuer=c")).toMatchObject({ ok: true, value: { issuer: "a\ufffd\ufffdb%" } });
  });

  it.each([
    ["amp;interval", "interval"],
    ["interval", "interval"],
    ["hash", "hash"],
    ["algo", "algo"],
    ["encoder", "encoder"],
    ["counter", "counter"],
    ["pin", "pin"],
    ["2step_salt", "2step_salt"],
    ["ｄigits", null],
    ["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", null],
  ])("refuses the parameter %s by its name, and never tells what could be a key", (name, told) => {
    expect(parameterAtFault(uri(`secret=${secret}&${name}=1`))).toBe(told?.toLowerCase() ?? null);
    expect(problem(uri(`secret=${secret}&${name}=1`))).toBe("unknownParameter");
  });

  it.each([
    ["digits", `otpauth://totp/a?secret=${secret}&issuer=Ozora;digits=8`],
    ["digits", `otpauth://totp/a?secret=${secret}&issuer=Ozora%26digits=8`],
    ["period", `otpauth://totp/a?secret=${secret}&issuer=Ozora%26amp%3Bperiod%3D60`],
    ["algorithm", `otpauth://totp/a?secret=${secret}&issuer=Ozora\\u0026algorithm=SHA256`],
    ["digits", `otpauth://totp/a%3Fdigits=8?secret=${secret}`],
  ])("refuses a mangled address where %s landed in a text that is only shown", (parameter, text) => {
    expect(readOtpauthUri(text)).toEqual({ ok: false, problem: { code: "strayParameter", parameter } });
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
    ["controlCharacter", `otpauth://totp/a?secret=${secret}\n`],
    ["controlCharacter", `otpauth://totp/a\tb?secret=${secret}`],
    ["controlCharacter", `otpauth://totp/a?secret=${secret}\u2028`],
    ["fragment", `otpauth://totp/a?secret=${secret}#fragment`],
    ["fragment", `otpauth://totp/a?secret=${secret}&issuer=na#me&digits=8`],
    ["fragment", `otpauth://totp/a?secret=${secret}&#38;digits=8`],
    ["notOtpauth", `otpauth://totp/${"a".repeat(16_384)}?secret=${secret}`],
    ["notOtpauth", `otpauth%3A%2F%2Ftotp%2Fa%3Fsecret%3D${secret}`],
    ["migration", "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8%3D"],
    ["notTotp", `otpauth://steam/Steam:a?secret=${secret}`],
    ["notTotp", `otpauth://yaotp/a?secret=${secret}&pin_length=4`],
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
    ["repeatedParameter", uri(`secret=${secret}&secret=${secret}`)],
    ["repeatedParameter", uri(`secret=${secret}&SECRET=${secret}`)],
    ["badSecret", uri(`secret=${"A".repeat(208)}`)],
    ["badSecret", uri(`secret=${secret}%26digits=8`)],
    ["badSecret", uri("secret=ſBSWY3DPEHPK3PXP")],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=MD5`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=SHA2-256`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=SHA384`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=2`)],
    ["repeatedParameter", uri(`secret=${secret}&algorithm=SHA256&algorithm=SHA1`)],
    ["repeatedParameter", uri(`secret=${secret}&algorithm=SHA256&amp;algorithm=SHA256`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=SHA--1`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=ſha1`)],
    ["badAlgorithm", uri(`secret=${secret}&algorithm=__proto__`)],
    ["badDigits", uri(`secret=${secret}&digits=5`)],
    ["badDigits", uri(`secret=${secret}&digits=9`)],
    ["badDigits", uri(`secret=${secret}&digits=6.0`)],
    ["badDigits", uri(`secret=${secret}&digits=6e0`)],
    ["badDigits", uri(`secret=${secret}&digits=0x6`)],
    ["badDigits", uri(`secret=${secret}&digits=`)],
    ["badDigits", uri(`secret=${secret}&digits=008`)],
    ["badDigits", uri(`secret=${secret}&digits=６`)],
    ["repeatedParameter", uri(`secret=${secret}&digits=6&digits=8`)],
    ["badPeriod", uri(`secret=${secret}&period=0`)],
    ["badPeriod", uri(`secret=${secret}&period=-30`)],
    ["badPeriod", uri(`secret=${secret}&period=30.5`)],
    ["badPeriod", uri(`secret=${secret}&period=60s`)],
    ["badPeriod", uri(`secret=${secret}&period=1m`)],
    ["badPeriod", uri(`secret=${secret}&period=1e1`)],
    ["badPeriod", uri(`secret=${secret}&period=9`)],
    ["badPeriod", uri(`secret=${secret}&period=121`)],
    ["badPeriod", uri(`secret=${secret}&period=9999`)],
    ["badPeriod", uri(`secret=${secret}&period=30000`)],
    ["repeatedParameter", uri(`secret=${secret}&period=30&period=60`)],
  ])("answers %s to %j", (code, text) => {
    expect(problem(text)).toBe(code);
  });

  it("refuses what is no string instead of throwing", () => {
    for (const input of [[uri(`secret=${secret}`)], new URL(uri(`secret=${secret}`)), null, undefined, 1, {}]) {
      expect(readOtpauthUri(input as string)).toMatchObject({ ok: false, problem: { code: "notOtpauth" } });
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
        expect(reading.value.periodSeconds).toBeGreaterThanOrEqual(10);
        expect(reading.value.periodSeconds).toBeLessThanOrEqual(120);
        expect(reading.value.label + (reading.value.issuer ?? "")).not.toMatch(/[\p{Control}\u2028\u2029]/u);
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
      { periodSeconds: 9 },
      { periodSeconds: 30.5 },
      { periodSeconds: 121 },
      { algorithm: "MD5" as Algorithm },
      { label: "a\nb" },
      { issuer: "\u0000" },
      { label: "a".repeat(16_384) },
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
