import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestLogoBytes, readLogo } from "./read-logo.ts";

const svg = (inside: string, attributes = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"${attributes}>${inside}</svg>`;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const whyNot = (bytes: Uint8Array) => {
  const read = readLogo(bytes);
  return read.ok ? null : read.why;
};

function png(chunks: readonly (readonly [string, number])[], side = 16): Uint8Array {
  const parts = chunks.flatMap(([name, length]) => {
    const body = new Uint8Array(length);
    if (name === "IHDR") new DataView(body.buffer).setUint32(0, side);
    if (name === "IHDR") new DataView(body.buffer).setUint32(4, side);
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, length);
    return [...size, ...bytesOf(name), ...body, 0, 0, 0, 0];
  });
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...parts]);
}

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

  it("may be a still PNG of at most 1024 pixels, whole and with nothing else in it", () => {
    const still = [
      ["IHDR", 13],
      ["IDAT", 20],
      ["IEND", 0],
    ] as const;
    expect(readLogo(png(still))).toMatchObject({ ok: true, logo: { type: "image/png" } });
    expect(whyNot(png(still, 1025))).toContain("1025 pixels");
    expect(whyNot(png(still).slice(0, -1))).toContain("damaged");
    expect(whyNot(Uint8Array.from([...png(still), 1]))).toContain("damaged");
    expect(
      whyNot(
        png([
          ["IDAT", 20],
          ["IEND", 0],
        ]),
      ),
    ).toContain("damaged");
    expect(
      whyNot(
        png([
          ["IHDR", 13],
          ["tEXt", 20],
          ["IEND", 0],
        ]),
      ),
    ).toContain("tEXt");
    expect(
      whyNot(
        png([
          ["IHDR", 13],
          ["acTL", 8],
          ["IEND", 0],
        ]),
      ),
    ).toContain("acTL");
    expect(
      whyNot(
        png([
          ["IHDR", 13],
          ["IDAT", longestLogoBytes],
          ["IEND", 0],
        ]),
      ),
    ).toContain("at most");
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
