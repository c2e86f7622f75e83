import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, lookAlikes } from "./bad-input.ts";
import { isOtp } from "./codes.ts";
import { isMobileEmail } from "./mobile-email.ts";
import { normaliseDigits, normaliseMobileEmail, normaliseUserId } from "./normalise.ts";
import { groupUserId, isUserId, makeUserId } from "./user-id.ts";

const userIds = fc.uint8Array({ minLength: 10, maxLength: 10 }).map((random) => makeUserId(random));
const fullWidth = (text: string): string =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

const hyphens = Array.from("-‐‑‒–—―−ー－ｰ﹣﹘⁃─━˗");
const spaces = [" ", "\t", "\r\n", "\u0085", "\u00A0", "\u2003", "\u2009", "\u202F", "\u205F", "\u3000"];
const invisible = [
  "\u00AD",
  "\u200B",
  "\u200C",
  "\u200D",
  "\u200E",
  "\u200F",
  "\u202A",
  "\u202C",
  "\u2060",
  "\u2066",
  "\uFEFF",
];

describe("normaliseDigits", () => {
  it.each(hyphens)("leaves out the hyphen %s", (hyphen) => {
    expect(normaliseDigits(`1012${hyphen}1234`)).toBe("10121234");
  });

  it("leaves out spaces and what cannot be seen, wherever they are", () => {
    for (const one of [...spaces, ...invisible]) {
      expect(normaliseDigits(`${one}1012${one}${one}1234${one}`)).toBe("10121234");
    }
  });

  it("reads full-width digits, also in groups", () => {
    expect(normaliseDigits("１０１２　１２３４")).toBe("10121234");
    expect(normaliseDigits("１０１２－１２３４")).toBe("10121234");
    expect(normaliseDigits("１０１２ー１２３４")).toBe("10121234");
  });

  it("reads no digits of other scripts, no circled ones and no letters, so that the grammar can refuse them", () => {
    for (const text of lookAlikes("12345678").filter((other) => other !== "１２３４５６７８")) {
      expect(isOtp(normaliseDigits(text))).toBe(false);
    }
    expect(normaliseDigits("O0l1")).toBe("O0l1");
    expect(normaliseDigits("²")).toBe("²");
    expect(normaliseDigits("+1234567")).toBe("+1234567");
  });

  it("leaves strict codes as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyOf("0123456789"), maxLength: 20 }), (digits) => {
        expect(normaliseDigits(digits)).toBe(digits);
      }),
    );
  });
});

describe("normaliseUserId", () => {
  it("gives a user ID back as it went in", () => {
    fc.assert(
      fc.property(userIds, (userId) => {
        expect(normaliseUserId(userId)).toBe(userId);
      }),
    );
  });

  it("finds the user ID again from groups, small letters, full-width, spaces, O for 0 and I or L for 1", () => {
    const decorations = fc.record({
      hyphen: fc.constantFrom("", " ", ...hyphens, ...spaces),
      around: fc.constantFrom("", " ", ...invisible),
      small: fc.boolean(),
      wide: fc.boolean(),
      zero: fc.constantFrom("0", "O", "o"),
      one: fc.constantFrom("1", "I", "l", "L", "i"),
    });
    fc.assert(
      fc.property(userIds, decorations, (userId, { hyphen, around, small, wide, zero, one }) => {
        const misread = userId.replaceAll(/[0O]/g, zero).replaceAll(/[1IL]/g, one);
        const cased = small ? misread.toLowerCase() : misread;
        const typed = groupUserId(wide ? fullWidth(cased) : cased).replaceAll("-", hyphen);
        const normalised = normaliseUserId(around + typed + around);
        // The check characters I and L look alike: only one of them can fit, and that one comes out.
        expect(normalised).toBe(userId);
        expect(isUserId(normalised)).toBe(true);
      }),
    );
  });

  it("makes capitals of ASCII letters only", () => {
    expect(normaliseUserId("ß")).toBe("ß");
    expect(normaliseUserId("ı")).toBe("ı");
    expect(normaliseUserId("ſ")).toBe("ſ");
    expect(normaliseUserId("ﬁ")).toBe("ﬁ");
  });

  it("does not mend a wrong check character", () => {
    fc.assert(
      fc.property(userIds, fc.nat(14), anyOf("23456789ABCDEFGH"), (userId, at, other) => {
        const wrong = userId.slice(0, at) + other + userId.slice(at + 1);
        // Exchanging one of the fifteen may turn the fitting check character from 0 into O: then it was ambiguous all along.
        const alike = (character: string): string => character.replace("O", "0").replace(/[IL]/, "1");
        const normalised = normaliseUserId(wrong);
        expect(normalised.slice(0, 15)).toBe(wrong.slice(0, 15));
        expect(alike(normalised.charAt(15))).toBe(alike(wrong.charAt(15)));
      }),
    );
  });
});

describe("normaliseMobileEmail", () => {
  it.each([
    ["ｈａｎａｋｏ＠ｏｏｚｏｒａ．ｃｏ．ｊｐ", "hanako@oozora.co.jp"],
    [" hanako@oozora.co.jp\u3000", "hanako@oozora.co.jp"],
    ["hanako@oozora.co.jp\u200B\n", "hanako@oozora.co.jp"],
    ["hanako@oozora。co。jp", "hanako@oozora.co.jp"],
    ["hanako@oozora｡jp", "hanako@oozora.jp"],
    ["hanako＠sub－domainーx.jp", "hanako@sub-domain-x.jp"],
  ])("reads %j", (typed, address) => {
    expect(normaliseMobileEmail(typed)).toBe(address);
    expect(isMobileEmail(normaliseMobileEmail(typed))).toBe(true);
  });

  it("leaves every valid address as it is, capitals included", () => {
    expect(normaliseMobileEmail("Hanako.DT@Oozora.co.jp")).toBe("Hanako.DT@Oozora.co.jp");
    fc.assert(
      fc.property(fc.emailAddress({ size: "small" }), (address) => {
        fc.pre(isMobileEmail(address));
        expect(normaliseMobileEmail(address)).toBe(address);
      }),
    );
  });

  it("does not make one address of two, nor a header of a line", () => {
    expect(isMobileEmail(normaliseMobileEmail("a@x.jp, b@y.jp"))).toBe(false);
    expect(isMobileEmail(normaliseMobileEmail("a@x.jp\r\nBcc: b@y.jp"))).toBe(false);
  });
});

describe.each([
  ["normaliseDigits", normaliseDigits],
  ["normaliseUserId", normaliseUserId],
  ["normaliseMobileEmail", normaliseMobileEmail],
])("%s", (_, normalise) => {
  const typed = fc.string({ unit: anyOf("0O1Il-ー\u3000０Ａａ@.。\u200B\u0085ßı") });

  it("never throws, and changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.oneof(typed, fc.string({ unit: "binary" })), (text) => {
        const once = normalise(text);
        expect(normalise(once)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
