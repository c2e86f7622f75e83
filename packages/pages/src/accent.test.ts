import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentStyles, contrastOf, darkAccentOf, grounds, hardToRead, isColour } from "./accent.ts";
import { assetFolders } from "./assets.ts";

const colour = fc.integer({ min: 0, max: 0xff_ff_ff }).map((number) => `#${number.toString(16).padStart(6, "0")}`);

describe("the contrast of two colours", () => {
  it.each([
    ["#000000", "#ffffff", 21],
    ["#777777", "#ffffff", 4.48],
    ["#ffffff", "#767676", 4.54],
    ["#0b5c3b", "#0b5c3b", 1],
  ])("%s on %s is %d (WCAG 2.2)", (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 2);
  });
});

describe("an institution's accent", () => {
  it("is measured against the grounds that the pages have", () => {
    const css = readFileSync(join(assetFolders[0] ?? "", "colours.css"), "utf8");
    const [light = "", dark = ""] = css.split("@media");
    for (const [theme, source] of [
      ["light", light],
      ["dark", dark],
    ] as const) {
      for (const [name, value] of Object.entries(grounds[theme])) {
        const variable = name === "ground" ? "--ground" : `--ground-${name}`;
        const [, written = ""] = new RegExp(`${variable}: (#[0-9a-f]+);`).exec(source) ?? [];
        expect(written.length === 4 ? written.replaceAll(/[0-9a-f]/g, "$&$&") : written).toBe(value);
      }
    }
  });

  it("that cannot be read is named with its ground and ratio", () => {
    expect(hardToRead("#0b5c3b", "light")).toBeNull();
    expect(hardToRead("#7fd6a8", "light")).toMatchObject({ ground: "#f3f5f9" });
    expect(hardToRead("#0b5c3b", "dark")?.ratio).toBeLessThan(4.5);
  });

  it("becomes lighter for the dark theme until it can be read there, whatever it is", () => {
    fc.assert(
      fc.property(colour, (accent) => {
        expect(hardToRead(darkAccentOf(accent), "dark")).toBeNull();
      }),
    );
  });

  it("keeps every text of its style sheet readable, for every accent that is accepted", () => {
    fc.assert(
      fc.property(colour, (accent) => {
        fc.pre(hardToRead(accent, "light") === null);
        const [light = "", dark = ""] = accentStyles({ accent, accentDark: null }).split("@media");
        for (const [source, ground] of [
          [light, grounds.light.ground],
          [dark, grounds.dark.ground],
        ] as const) {
          const value = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(source)?.[1] ?? "";
          expect(contrastOf(value("primary"), value("on-primary"))).toBeGreaterThanOrEqual(4.5);
          expect(contrastOf("#ffffff", value("header"))).toBeGreaterThanOrEqual(4.5);
          expect(contrastOf(value("link"), ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  it.each(["red", "#fff", "#0B5C3B", "#0b5c3b; }", "#0b5c3", "", "url(x)"])("%j is no colour", (text) => {
    expect(isColour(text)).toBe(false);
    expect(() => accentStyles({ accent: text, accentDark: "#ffffff" })).toThrow(RangeError);
  });
});
