/** What an institution's accent colour stands on and beside, in the light theme and the dark one (assets/colours.css; a test holds them alike). */
export const grounds = {
  light: { ground: "#ffffff", soft: "#f3f5f9", raised: "#ffffff" },
  dark: { ground: "#1a1d24", soft: "#121419", raised: "#22262f" },
} as const;

/** Text on its ground, WCAG 2.2, 1.4.3. */
const readable = 4.5;

/** `#0b5c3b` */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/.test(text);
}

/** How clearly two colours stand out against each other: 1 (not at all) to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The ground of one theme on which a colour is hardest to read, with its ratio, when it is below 4.5; null when all can be read. */
export function hardToRead(colour: string, theme: "light" | "dark"): { ground: string; ratio: number } | null {
  const [worst] = Object.values(grounds[theme])
    .map((ground) => ({ ground, ratio: contrastOf(colour, ground) }))
    .toSorted((a, b) => a.ratio - b.ratio);
  return worst !== undefined && worst.ratio < readable ? worst : null;
}

/** The accent in the dark theme where none was chosen: so much white mixed in that it can be read on every dark ground. */
export function darkAccentOf(accent: string): string {
  let colour = accent;
  for (let white = 0; white <= 100 && hardToRead(colour, "dark") !== null; white += 1) {
    colour = mixed(accent, "#ffffff", white / 100);
  }
  return colour;
}

/**
 * A style sheet that puts the institution's colour in the place of ours, for both themes. It comes after colours.css.
 * @throws RangeError for what is no colour: it goes into a style sheet as it is
 */
export function accentStyles({ accent, accentDark }: { accent: string; accentDark: string | null }): string {
  const dark = accentDark ?? darkAccentOf(accent);
  for (const colour of [accent, dark]) if (!isColour(colour)) throw new RangeError("an accent is written #rrggbb");
  return `body {
${declarations(shades(accent, "#000000", grounds.light.ground, "#ffffff"))}
  --header: ${accent};
  --header-line: ${mixed(accent, "#000000", 0.35)};
}
@media (prefers-color-scheme: dark) {
  body {
${declarations(shades(dark, "#ffffff", grounds.dark.ground, onDark(dark)))}
    --header: ${mixed(accent, "#000000", 0.5)};
    --header-line: ${dark};
  }
}
`;
}

/** The colour, and what goes with it: stronger by steps for hovering and pressing, and as a breath on the ground. */
function shades(colour: string, stronger: string, ground: string, onColour: string): Record<string, string> {
  return {
    primary: colour,
    "primary-hover": mixed(colour, stronger, 0.2),
    "primary-active": mixed(colour, stronger, 0.4),
    "primary-ground": mixed(ground, colour, 0.08),
    "on-primary": onColour,
    link: mixed(colour, stronger, 0.15),
    info: colour,
    "info-ground": mixed(ground, colour, 0.06),
    "info-line": mixed(ground, colour, 0.5),
  };
}

function declarations(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `  --${name}: ${value};`)
    .join("\n");
}

/** Light accents of the dark theme bear dark letters. */
function onDark(dark: string): string {
  return contrastOf(dark, "#0b0d12") >= contrastOf(dark, "#ffffff") ? "#0b0d12" : "#ffffff";
}

function mixed(colour: string, other: string, share: number): string {
  const parts = channels(colour).map((part, index) => part + ((channels(other)[index] ?? 0) - part) * share);
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
