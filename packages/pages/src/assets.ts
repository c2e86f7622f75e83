import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const resolve = createRequire(import.meta.url).resolve;

/**
 * Absolute folders to be mounted together under `/assets/`: our style sheets and icon, the Digital Agency's design tokens,
 * Noto Sans JP (variable, sliced by Unicode range: a page loads the few slices it needs) and Noto Sans Mono for IDs.
 */
export const assetFolders: readonly string[] = [
  join(import.meta.dirname, "..", "assets"),
  dirname(resolve("@digital-go-jp/design-tokens/dist/tokens.css")),
  dirname(resolve("@fontsource-variable/noto-sans-jp/package.json")),
  dirname(resolve("@fontsource/noto-sans-mono/package.json")),
];

/** The one style sheet a page links to; it brings the others. */
export const stylesheetPath = "/assets/pages.css";

/** The mark of Warifu, a tally in two halves, as a page icon. */
export const iconPath = "/assets/warifu.svg";
