import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestLogoBytes, readLogo } from "./read-logo.ts";

const svg = (inside: string, attributes = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"${attributes}>${inside}</svg>`;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const codeOf = (bytes: Uint8Array) => {
  const read = readLogo(bytes);
  return read.ok ? null : read.fault.code;
};
const whyNot = (bytes: Uint8Array) => {
  const read = readLogo(bytes);
  return read.ok ? null : read.fault.why;
};

type Parts = readonly (readonly [kind: string, data: Uint8Array | readonly number[]])[];

function pngOf(parts: Parts): Uint8Array {
  const chunks = parts.map(([kind, data]) => {
    const body = Buffer.from([...bytesOf(kind), ...data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  });
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]);
}

/** PNG's header: sides, bits of a sample, colour type, compression, filter, interlace. */
function header(width: number, height: number, rest: readonly number[] = [8, 0, 0, 0, 0]): readonly number[] {
  const sides = Buffer.alloc(8);
  sides.writeUInt32BE(width);
  sides.writeUInt32BE(height, 4);
  return [...sides, ...rest];
}
const pixels = (bytes: number, filter = 0) => deflateSync(Buffer.alloc(bytes, filter));
/** Four by four grey pixels: four lines of a filter's number and four bytes. */
const [head, data, end]: Parts = [
  ["IHDR", header(4, 4)],
  ["IDAT", pixels(20)],
  ["IEND", []],
] as const;

describe("a logo", () => {
  it("may be an SVG that draws", () => {
    const drawn = svg(
      `<title>大空</title><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
       <!-- the sun --><g transform="translate(1 2) rotate(-45)"><path d="M1 2c.5,1e-3 4-5z" fill="url(#a)"/></g>`,
    );
    expect(readLogo(bytesOf(`<?xml version="1.0"?>\n${drawn}\n`))).toMatchObject({
      ok: true,
      logo: { type: "image/svg+xml" },
    });
  });

  it("of the sample bank is one", () => {
    const file = join(import.meta.dirname, "../../../demo/assets/ozora-logo.svg");
    expect(readLogo(readFileSync(file)).ok).toBe(true);
  });

  it.each([
    ["an attribute twice", svg(`<path d="M0 0" d="M1 1"/>`), "svg_malformed"],
    ["an attribute twice, in two ways of writing", svg(`<g id='a' fill="none" id = "b"></g>`), "svg_malformed"],
    ["the end of a CDATA section in a text", svg("<title>a ]]> b</title>"), "svg_malformed"],
    ["groups in groups without end", svg("<g>".repeat(4000) + "</g>".repeat(4000)), "svg_too_deep"],
    ["a character that no XML may hold", svg("<title>a\u0008b</title>"), "svg_malformed"],
    ["a space before its declaration", ` <?xml version="1.0"?>${svg("")}`, "svg_malformed"],
    ["a coding of its own", `<?xml version="1.0" encoding="UTF-16"?>${svg("")}`, "svg_malformed"],
    ["no namespace", `<svg viewBox="0 0 1 1"></svg>`, "svg_malformed"],
    ["no width", svg("", ` width="0" height="5"`), "svg_size"],
    ["a negative height", svg("", ` height="-5px"`), "svg_size"],
    ["an empty box", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 0"></svg>`, "svg_size"],
    ["half a box", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36"></svg>`, "svg_size"],
    ["an event", svg("", ` onload="alert(1)"`), "svg_attribute"],
    ["a script", svg("<script>alert(1)</script>"), "svg_element"],
    ["an address in a fill", svg(`<path fill="url(https://evil.example/#a)" d="M0 0"/>`), "svg_value"],
    ["text in a group", svg("<g>x</g>"), "svg_text"],
    ["another kind of picture", "GIF89a", "unknown_format"],
    ["nothing", "", "empty"],
  ])("is refused with a code that stays: an SVG with %s", (_what, text, code) => {
    expect(codeOf(bytesOf(text))).toBe(code);
  });

  it("may be an SVG as deep as drawing programs nest", () => {
    expect(whyNot(bytesOf(svg("<g>".repeat(31) + "</g>".repeat(31))))).toBeNull();
  });

  it.each([
    ["a script", svg("<script>alert(1)</script>")],
    ["an event", svg("", ` onload="alert(1)"`)],
    ["an event in capitals", svg("", ` onLoad="alert(1)"`)],
    ["a link", svg(`<a href="javascript:alert(1)"><path d="M0 0"/></a>`)],
    ["a reference", svg(`<use href="#a"/>`)],
    ["an old reference", svg(`<path xlink:href="#a" d="M0 0"/>`)],
    ["a picture from elsewhere", svg(`<image href="https://evil.example/x.png"/>`)],
    ["foreign markup", svg("<foreignObject><body/></foreignObject>")],
    ["a style", svg("<style>@import url(https://evil.example)</style>")],
    ["a style attribute", svg(`<path style="fill:red" d="M0 0"/>`)],
    ["an animation", svg(`<set attributeName="href" to="javascript:alert(1)"/>`)],
    ["an address in a fill", svg(`<path fill="url(https://evil.example/#a)" d="M0 0"/>`)],
    ["an escaped address", svg(`<path fill="u\\72l(#a)" d="M0 0"/>`)],
    ["an entity", `<!DOCTYPE svg [<!ENTITY x "y">]>${svg("")}`],
    ["an entity in a text", svg("<title>&x;</title>")],
    ["a CDATA section", svg("<title><![CDATA[x]]></title>")],
    ["a processing instruction", svg(`<?xml-stylesheet href="x"?>`)],
    ["a namespace of its own", `<svg:svg xmlns:svg="http://www.w3.org/2000/svg"></svg:svg>`],
    ["another namespace", `<svg xmlns="http://www.w3.org/1999/xhtml"></svg>`],
    ["an attribute without quotes", svg("<path d=M0/>")],
    ["elements closed in another order", svg("<g><defs></g></defs>")],
    ["no end", `<svg xmlns="http://www.w3.org/2000/svg"><g>`],
    ["two roots", svg("") + svg("")],
    ["text after its end", `${svg("")}x`],
    ["text in a group", svg("<g>x</g>")],
    ["HTML", "<html><script>alert(1)</script></html>"],
    ["HTML behind an SVG's name", `<svg></svg><html></html>`],
    ["nothing", ""],
    ["another kind of picture", "GIF89a"],
    ["more than 32 KiB", svg(`<path d="${"M0 0".repeat(10_000)}"/>`)],
  ])("may not be an SVG with %s", (_what, text) => {
    expect(whyNot(bytesOf(text))).toEqual(expect.any(String));
  });

  it("may be a still PNG of at most 1024 pixels, of every kind of colour", () => {
    const palette = ["PLTE", [1, 2, 3]] as const;
    for (const parts of [
      [head, data, end],
      [head, ["IDAT", pixels(20).subarray(0, 5)], ["IDAT", pixels(20).subarray(5)], end],
      [["IHDR", header(1024, 1)], ["gAMA", [0, 0, 1, 1]], ["IDAT", pixels(1025)], end],
      [["IHDR", header(9, 2, [1, 0, 0, 0, 0])], ["IDAT", pixels(6)], end],
      [["IHDR", header(2, 2, [16, 6, 0, 0, 0])], ["IDAT", pixels(34)], end],
      [["IHDR", header(4, 4, [2, 3, 0, 0, 0])], palette, ["IDAT", pixels(8)], end],
      // Adam7 (§8.1): four by four pixels are lines of 1, 1, 2, 2 + 2 and 4 + 4 pixels.
      [["IHDR", header(4, 4, [8, 0, 0, 0, 1])], ["IDAT", pixels(16 + 7)], end],
    ] satisfies Parts[]) {
      expect([parts.length, readLogo(pngOf(parts))]).toMatchObject([
        parts.length,
        { ok: true, logo: { type: "image/png" } },
      ]);
    }
  });

  it.each<[string, string, Uint8Array]>([
    ["too many pixels", "png_size", pngOf([["IHDR", header(1025, 1)], ["IDAT", pixels(1026)], end])],
    ["no width", "png_size", pngOf([["IHDR", header(0, 4)], data, end])],
    ["no height", "png_size", pngOf([["IHDR", header(4, 0)], data, end])],
    ["a cut end", "png_damaged", pngOf([head, data, end]).slice(0, -1)],
    ["a byte after its end", "png_damaged", Buffer.concat([pngOf([head, data, end]), Buffer.of(1)])],
    ["nothing after its first bytes", "png_damaged", pngOf([])],
    ["no header", "png_damaged", pngOf([data, end])],
    ["no picture", "png_damaged", pngOf([head, end])],
    ["no end", "png_damaged", pngOf([head, data])],
    ["an end in the middle", "png_damaged", pngOf([head, end, data, end])],
    ["two headers", "png_damaged", pngOf([head, head, data, end])],
    ["its parts apart", "png_damaged", pngOf([head, ["IDAT", pixels(20)], ["gAMA", [0, 0, 1, 1]], ["IDAT", []], end])],
    ["a header that is too short", "png_damaged", pngOf([["IHDR", header(4, 4, [8, 0, 0, 0])], data, end])],
    ["a colour type that there is not", "png_damaged", pngOf([["IHDR", header(4, 4, [8, 5, 0, 0, 0])], data, end])],
    [
      "bits that do not go with its colours",
      "png_damaged",
      pngOf([["IHDR", header(4, 4, [4, 2, 0, 0, 0])], data, end]),
    ],
    ["a palette that is missing", "png_damaged", pngOf([["IHDR", header(4, 4, [8, 3, 0, 0, 0])], data, end])],
    [
      "a palette that is no list of colours",
      "png_damaged",
      pngOf([["IHDR", header(4, 4, [8, 3, 0, 0, 0])], ["PLTE", [1]], data, end]),
    ],
    ["another compression", "png_damaged", pngOf([["IHDR", header(4, 4, [8, 0, 1, 0, 0])], data, end])],
    ["too few pixels", "png_damaged", pngOf([head, ["IDAT", pixels(19)], end])],
    ["more pixels than it says", "png_damaged", pngOf([head, ["IDAT", pixels(4_000_000)], end])],
    ["something behind its pixels", "png_damaged", pngOf([head, ["IDAT", [...pixels(20), 1]], end])],
    ["pixels that cannot be unpacked", "png_damaged", pngOf([head, ["IDAT", [1, 2, 3]], end])],
    ["an unknown filter", "png_damaged", pngOf([head, ["IDAT", pixels(20, 5)], end])],
    ["a text", "png_part", pngOf([head, ["tEXt", [1]], data, end])],
    ["movement", "png_part", pngOf([head, ["acTL", [1]], data, end])],
    ["more than 32 KiB", "too_large", pngOf([head, ["IDAT", new Uint8Array(longestLogoBytes)], end])],
  ])("may not be a PNG with %s", (_what, code, bytes) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it("may not be a PNG of which one bit was changed", () => {
    const whole = pngOf([head, data, end]);
    for (let bit = 64; bit < 8 * whole.length; bit += 1) {
      const changed = Buffer.from(whole);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect([bit, codeOf(changed)]).toEqual([bit, expect.any(String)]);
    }
  });

  it("whatever comes is read or refused, never thrown, and no accepted SVG can run or load", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readLogo(bytes);
        readLogo(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...bytes]));
      }),
    );
    const bits = fc.constantFrom(
      "<g>",
      "</g>",
      "<path d='M0'/>",
      "<",
      ">",
      " onload='x'",
      "<script>",
      "&x;",
      "url(#a)",
      "href=",
      "x",
      "'",
      '"',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
        const text = svg(parts.join(""));
        if (whyNot(bytesOf(text)) === null) expect(text).not.toMatch(/script|onload|href|&/);
      }),
    );
  });
});
