import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const resolve = createRequire(import.meta.url).resolve;
const ownFolder = join(import.meta.dirname, "..", "assets");

/**
 * Absolute folders to be mounted together under `assetsPrefix`: our style sheets and icon, the Digital Agency's design
 * tokens, Noto Sans JP (variable, sliced by Unicode range: a page loads the few slices it needs) and Noto Sans Mono for IDs.
 */
export const assetFolders: readonly string[] = [
  ownFolder,
  dirname(resolve("@digital-go-jp/design-tokens/dist/tokens.css")),
  dirname(resolve("@fontsource-variable/noto-sans-jp/package.json")),
  dirname(resolve("@fontsource/noto-sans-mono/package.json")),
];

/** Where a face mounts the assets of this room. */
export const assetsPrefix = "/assets/";

/** What a page links to, in this order: font faces, design tokens, then our own. */
export const stylesheetPaths: readonly string[] = [
  `${assetsPrefix}wght.css`,
  `${assetsPrefix}tokens.css`,
  ...["colours.css", "base.css", "frame.css", "forms.css", "parts.css"].map(ownPath),
];

/** The mark of Warifu, a tally in two halves. */
export const iconPath = ownPath("warifu-mark.svg");

/** With a few characters of the content, so that a new release is not shown in the style of the last one. */
function ownPath(name: string): string {
  const version = createHash("sha256")
    .update(readFileSync(join(ownFolder, name)))
    .digest("hex")
    .slice(0, 8);
  return `${assetsPrefix}${name}?v=${version}`;
}
