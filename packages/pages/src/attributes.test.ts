import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributes, isSafeAddress } from "./attributes.ts";
import { render } from "./html.ts";

describe("attributes", () => {
  it("writes texts escaped, true as the bare name, and leaves the rest out", () => {
    const markup = attributes({
      id: `a"b`,
      hidden: true,
      name: null,
      value: undefined,
      "aria-invalid": false,
      rows: 3,
    });
    expect(render(markup)).toBe(` id="a&#34;b" hidden rows="3"`);
  });

  it.each(["onclick", "onfocus", "style", "srcdoc", "a b", `x="`, "A", ""])("refuses the name %j", (name) => {
    expect(() => attributes({ [name]: "x" })).toThrow(TypeError);
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " \u0001javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "blob:x",
  ])("refuses the address %j", (address) => {
    expect(() => attributes({ href: address })).toThrow(RangeError);
  });

  it.each(["/", "?lang=en", "#otp", "https://bank.example/x?y=1", "tel:0120000123", "mailto:a@example.jp"])(
    "takes the address %j",
    (address) => {
      expect(isSafeAddress(address)).toBe(true);
    },
  );

  it("never takes an address whose scheme the browser would run", () => {
    const spaces = fc.array(fc.constantFrom("\t", "\n", "\r", " ", "\u0000", "\u001f"), { maxLength: 3 });
    fc.assert(
      fc.property(spaces, spaces, (before, within) => {
        expect(
          isSafeAddress(`${before.join("")}java${within.filter((c) => "\t\n\r".includes(c)).join("")}script:x`),
        ).toBe(false);
      }),
    );
  });
});
