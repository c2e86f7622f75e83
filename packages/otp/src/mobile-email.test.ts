import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, notStrings } from "./bad-input.ts";
import { isMobileEmail } from "./mobile-email.ts";

describe("isMobileEmail", () => {
  it.each([
    "hanakodt@oozora.co.jp",
    "a@b.c",
    "hanako+otp@mail.example",
    "o'neil_99@sub-domain.example",
    "!#$%&'*+-/=?^_`{|}~@x.jp",
    "-hanako@x.jp",
    "user@xn--r8jz45g.jp",
    "user@123.jp",
    // Old carrier addresses: not RFC 5321, but real.
    "ta..ro@docomo.ne.jp",
    "taro.@ezweb.ne.jp",
    "ta...ro..@docomo.ne.jp",
  ])("takes %s", (address) => {
    expect(isMobileEmail(address)).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["no @", "hanako.oozora.co.jp"],
    ["two @", "hanako@oozora@co.jp"],
    ["no local part", "@oozora.co.jp"],
    ["no domain", "hanako@"],
    ["one label", "hanako@localhost"],
    ["a dot at the start", ".hanako@oozora.co.jp"],
    ["an empty label", "hanako@oozora..jp"],
    ["a dot at the end", "hanako@oozora.jp."],
    ["a label that begins with a hyphen", "hanako@-oozora.jp"],
    ["a label that ends with a hyphen", "hanako@oozora-.jp"],
    ["an underscore in the domain", "hanako@oo_zora.jp"],
    ["an IP address", "hanako@192.0.2.1"],
    ["an address literal", "hanako@[192.0.2.1]"],
    ["a quoted local part", '"hanako"@oozora.jp'],
    ["a quoted space", '"ha nako"@oozora.jp'],
    ["a comment", "hanako(x)@oozora.jp"],
    ["a display name", "Hanako <hanako@oozora.jp>"],
    ["angle brackets", "<hanako@oozora.jp>"],
    ["two addresses with a comma", "a@x.jp,b@y.jp"],
    ["two addresses with a semicolon", "a@x.jp;b@y.jp"],
    ["a backslash", "ha\\nako@oozora.jp"],
    ["a space", "ha nako@oozora.jp"],
    ["a space at the end", "hanako@oozora.jp "],
    ["a line feed at the end", "hanako@oozora.jp\n"],
    ["a header", "hanako@oozora.jp\r\nBcc: all@oozora.jp"],
    ["U+2028", "hanako@oozora.jp\u2028"],
    ["a null character", "hanako\u0000@oozora.jp"],
    ["full-width letters", "ｈanako@oozora.jp"],
    ["Japanese", "花子@oozora.jp"],
    ["a Japanese domain", "hanako@大空.jp"],
    ["a soft hyphen", "hana\u00ADko@oozora.jp"],
  ])("refuses %s", (_, address) => {
    expect(isMobileEmail(address)).toBe(false);
  });

  it("takes at most 64 characters, as the manual says", () => {
    const ofLength = (length: number): string => `${"a".repeat(length - 5)}@b.jp`;
    for (let length = 6; length <= 64; length++) expect(isMobileEmail(ofLength(length))).toBe(true);
    for (const length of [65, 66, 100, 65_536]) expect(isMobileEmail(ofLength(length))).toBe(false);
  });

  it("refuses what is no string", () => {
    for (const input of notStrings("hanako@oozora.jp")) expect(isMobileEmail(input)).toBe(false);
    expect(isMobileEmail(["a@x.jp", "b@y.jp"])).toBe(false);
  });

  it("never throws, and takes only printable ASCII with one @ that no mail header could misread", () => {
    const near = fc.string({ unit: anyOf('ab1.@-_"<>,;:\\()[] \r\n\t'), maxLength: 70 });
    const address = fc.tuple(near, near).map(([user, domain]) => `${user}@${domain}.jp`);
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), near, address, fc.emailAddress()), (input) => {
        const harmless = /^[^\s"<>,;:\\()[\]@\u0080-\uffff]+@[A-Za-z0-9.-]+$/;
        expect(!isMobileEmail(input) || harmless.test(input)).toBe(true);
      }),
    );
  });
});
