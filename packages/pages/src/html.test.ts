import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Html, html, join, render } from "./html.ts";

/** What a browser would read back from escaped text: the few character references that escaping writes. */
function readBack(markup: string): string {
  return markup.replaceAll(/&#(\d+);/g, (_reference, code: string) => String.fromCodePoint(Number(code)));
}

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "' onfocus='alert(1)' autofocus='",
    "</title><svg onload=alert(1)>",
    "`-alert(1)-`",
    "&lt;b&gt; &amp; &#60;",
    "<!--",
    "]]>",
  ),
);

describe("the html tag", () => {
  it("lets no text become markup, in content or in a quoted attribute", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markup = render(html`<p title="${text}">${text}</p>`);
        const inside = markup.slice(`<p title="`.length, -"</p>".length);
        expect(inside.replace(`">`, "")).not.toMatch(/[<>"'`]/);
        expect(readBack(markup)).toBe(`<p title="${text}">${text}</p>`);
      }),
    );
  });

  it("escapes what is in lists and in lists of lists", () => {
    expect(render(html`${["<a>", ["<b>", html`<i>c</i>`]]}`)).toBe("&#60;a&#62;&#60;b&#62;<i>c</i>");
  });

  it("puts Html in as it is, once", () => {
    const inner = html`<b>${"&"}</b>`;
    expect(render(html`<p>${inner}</p>`)).toBe("<p><b>&#38;</b></p>");
  });

  it("leaves nothing for null, undefined and false, but writes zero", () => {
    expect(render(html`[${null}${undefined}${false}${0}]`)).toBe("[0]");
  });

  it("refuses what is no text, such as an object from a request that pretends to be markup", () => {
    const pretender = { toString: () => "<script>" };
    expect(() => html`${pretender as unknown as string}`).toThrow(TypeError);
    expect(() => new Html("<script>", Symbol("html tag"))).toThrow(TypeError);
  });

  it("joins pieces with a separator between them only", () => {
    expect(render(join(["a", "b", "c"], html`<br />`))).toBe("a<br />b<br />c");
  });
});
