import { hardToRead, isColour } from "@warifu/pages";
import type { Brand, Logo } from "@warifu/rules";
import { z } from "zod";
import { longestLogoBytes, readLogo } from "../brand/read-logo.ts";
import { Refused } from "../refused.ts";
import type { Values } from "./command.ts";
import { readSmallFile } from "./small-file.ts";

const colour = z.string().trim().toLowerCase().refine(isColour, "must be written #rrggbb");

/** The look of an institution, as several commands take it. */
export const brandSchema = {
  accent: colour.optional(),
  accentDark: colour.optional(),
  /** Content of the logo's file, base64. */
  logo: z.base64().max(100_000, "names a file that is too large for a logo").optional(),
};

export const brandOptions = {
  accent: { type: "string" },
  "accent-dark": { type: "string" },
  logo: { type: "string" },
} as const;

export const brandHelp = `
  [--accent '#0b5c3b']          colour of its gate's pages; must be readable on light grounds (4.5:1)
  [--accent-dark '#7fd6a8']     the same in the dark theme; left out, it is made from the accent
  [--logo FILE]                 PNG or plain SVG of at most 32 KiB; it stands on the accent colour, beside the name`;

/** Reads the logo's file where the command was typed. @throws Refused */
export async function readLogoFile(values: Values): Promise<{ logo?: string }> {
  const path = values["logo"];
  if (typeof path !== "string") return {};
  return { logo: (await readSmallFile(path, "The logo", longestLogoBytes)).toString("base64") };
}

type Given = { readonly [Name in keyof typeof brandSchema]?: string | undefined };

/** The look that is meant: what is given, else what is there. Null when there is neither. @throws Refused */
export function brandOf(given: Given, before: Brand | null): Brand | null {
  const { accent = before?.accent, accentDark = before?.accentDark ?? null } = given;
  const logo = given.logo === undefined ? (before?.logo ?? null) : checkedLogo(given.logo);
  if (accent === undefined) {
    if (logo === null && accentDark === null) return null;
    throw new Refused("--accent is missing: a logo and a dark accent go with an accent colour.");
  }
  mustBeReadable("--accent", accent, "light");
  if (accentDark !== null) mustBeReadable("--accent-dark", accentDark, "dark");
  return { accent, accentDark, logo };
}

function mustBeReadable(option: string, colour: string, theme: "light" | "dark"): void {
  const worst = hardToRead(colour, theme);
  if (worst === null) return;
  const ratio = `${(Math.floor(worst.ratio * 100) / 100).toFixed(2)}:1`;
  const wanted = theme === "light" ? "darker" : "lighter";
  throw new Refused(
    `${option} ${colour} cannot be read on the ${theme} pages: ${ratio} on ${worst.ground}; at least 4.5:1 is needed. Choose a ${wanted} colour.`,
  );
}

function checkedLogo(base64: string): Logo {
  const read = readLogo(Buffer.from(base64, "base64"));
  if (read.ok) return read.logo;
  throw new Refused(`The logo is not accepted: it ${read.why}.`);
}
