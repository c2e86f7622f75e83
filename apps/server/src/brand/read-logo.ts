import type { Logo } from "@warifu/rules";
import { whatIsWrongWithSvg } from "./harmless-svg.ts";

export const longestLogoBytes = 32 * 1024;
const longestSidePixels = 1024;

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What a still picture consists of (PNG, third edition, §11); nothing that carries text or moves. */
const pngChunks = new Set([
  "IHDR",
  "PLTE",
  "IDAT",
  "IEND",
  "tRNS",
  "sRGB",
  "gAMA",
  "cHRM",
  "pHYs",
  "sBIT",
  "bKGD",
  "sPLT",
]);

/** Gives the logo, or in one sentence why these bytes are none. */
export function readLogo(bytes: Uint8Array): { ok: true; logo: Logo } | { ok: false; why: string } {
  if (bytes.length === 0) return { ok: false, why: "is empty" };
  if (bytes.length > longestLogoBytes)
    return { ok: false, why: `has ${bytes.length} bytes; at most ${longestLogoBytes}` };
  if (pngSignature.every((byte, index) => bytes[index] === byte)) {
    const why = whatIsWrongWithPng(bytes);
    return why === null ? { ok: true, logo: { type: "image/png", bytes } } : { ok: false, why };
  }
  const text = asText(bytes);
  if (text === null || !/^\s*(<\?xml\s[^?<>]*\?>)?\s*<svg[\s>]/.test(text)) {
    return { ok: false, why: "is neither PNG nor SVG" };
  }
  const why = whatIsWrongWithSvg(text);
  return why === null ? { ok: true, logo: { type: "image/svg+xml", bytes } } : { ok: false, why };
}

function asText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function whatIsWrongWithPng(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = pngSignature.length;
  let name = "";
  while (at + 12 <= bytes.length && name !== "IEND") {
    const length = view.getUint32(at);
    name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!pngChunks.has(name))
      return `has a part of the kind ${JSON.stringify(name)}, which a still picture does not need`;
    if (at === pngSignature.length) {
      if (name !== "IHDR" || length !== 13) return "is a damaged PNG";
      const longest = Math.max(view.getUint32(at + 8), view.getUint32(at + 12));
      if (longest > longestSidePixels) return `is ${longest} pixels long; at most ${longestSidePixels}`;
    }
    at += 12 + length;
  }
  return name === "IEND" && at === bytes.length ? null : "is a damaged PNG";
}
