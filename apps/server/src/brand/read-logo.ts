import type { Logo } from "@warifu/rules";
import { looksLikePng, whatIsWrongWithPng } from "./harmless-png.ts";
import { whatIsWrongWithSvg } from "./harmless-svg.ts";
import type { LogoFault } from "./logo-fault.ts";

export const longestLogoBytes = 32 * 1024;

/** Gives the logo, or why these bytes are none. */
export function readLogo(bytes: Uint8Array): { ok: true; logo: Logo } | { ok: false; fault: LogoFault } {
  const refuse = (code: LogoFault["code"], why: string) => ({ ok: false, fault: { code, why } }) as const;
  if (bytes.length === 0) return refuse("empty", "is empty");
  if (bytes.length > longestLogoBytes) {
    return refuse("too_large", `has ${bytes.length} bytes; at most ${longestLogoBytes}`);
  }
  if (looksLikePng(bytes)) return checked("image/png", bytes, whatIsWrongWithPng(bytes));
  const text = asText(bytes);
  if (text === null || !/^\s*(<\?xml\s[^?<>]*\?>)?\s*<svg[\s>]/.test(text)) {
    return refuse("unknown_format", "is neither PNG nor SVG");
  }
  return checked("image/svg+xml", bytes, whatIsWrongWithSvg(text));
}

function checked(type: Logo["type"], bytes: Uint8Array, fault: LogoFault | null): ReturnType<typeof readLogo> {
  return fault === null ? { ok: true, logo: { type, bytes } } : { ok: false, fault };
}

function asText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
