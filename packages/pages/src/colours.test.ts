import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assetFolders } from "./assets.ts";

const [ownFolder = "", tokensFolder = ""] = assetFolders;
const tokens = variables(readFileSync(join(tokensFolder, "tokens.css"), "utf8"));
const [lightSource = "", darkSource = ""] = readFileSync(join(ownFolder, "colours.css"), "utf8").split("@media");
const light = new Map([...tokens, ...variables(lightSource)]);
const dark = new Map([...light, ...variables(darkSource)]);

function variables(css: string): Map<string, string> {
  return new Map([...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]));
}

function colour(theme: ReadonlyMap<string, string>, name: string): string {
  const value = theme.get(name) ?? "";
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : colour(theme, other);
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const long = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/gi, "$&$&") : hex;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: ReadonlyMap<string, string>, one: string, other: string): number {
  const [low, high] = [luminance(colour(theme, one)), luminance(colour(theme, other))].toSorted((a, b) => a - b) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["--ground", "--ground-soft", "--ground-raised"];
const kinds = ["info", "success", "warning", "error"];
const readable: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) =>
    ["--text", "--text-strong", "--text-soft", "--link", "--link-visited", "--primary", "--error"].map(
      (text) => [text, ground] as const,
    ),
  ),
  ...kinds.flatMap((kind) =>
    [`--${kind}`, "--text", "--text-strong", "--link"].map((text) => [text, `--${kind}-ground`] as const),
  ),
  ...kinds.map((kind) => [`--${kind}`, "--ground"] as const),
  ...["--primary", "--primary-hover", "--primary-active"].map((ground) => ["--on-primary", ground] as const),
  ...["--text", "--text-strong", "--text-soft", "--primary", "--link"].map(
    (text) => [text, "--primary-ground"] as const,
  ),
  ["--ground", "--error"],
  ["--ground", "--error-hover"],
];

describe.each([
  ["light", light],
  ["dark", dark],
] as const)("in the %s theme", (_name, theme) => {
  it.each(readable)("%s can be read on %s (4.5:1, WCAG 2.2, 1.4.3)", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(grounds)("borders of controls and the focus are seen on %s (3:1, WCAG 2.2, 1.4.11)", (ground) => {
    expect(contrast(theme, "--line", ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(theme, "--focus", ground)).toBeGreaterThanOrEqual(3);
  });
});
