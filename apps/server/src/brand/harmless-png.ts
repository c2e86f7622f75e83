import { crc32, inflateSync } from "node:zlib";
import type { LogoFault } from "./logo-fault.ts";

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const longestSidePixels = 1024;
/** What a still picture consists of (PNG, third edition, §11); nothing that carries text or moves. */
const kinds = new Set("IHDR PLTE IDAT IEND tRNS sRGB gAMA cHRM pHYs sBIT bKGD sPLT".split(" "));
/** Bits of a sample that go with a colour type (§11.2.1), and samples of a pixel. */
const colourTypes: Readonly<Record<number, { readonly depths: readonly number[]; readonly samples: number }>> = {
  0: { depths: [1, 2, 4, 8, 16], samples: 1 },
  2: { depths: [8, 16], samples: 3 },
  3: { depths: [1, 2, 4, 8], samples: 1 },
  4: { depths: [8, 16], samples: 2 },
  6: { depths: [8, 16], samples: 4 },
};
const palette = 3;
/** First column and row, and the steps, of each pass of an interlaced picture (§8.1). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const onePass = [[0, 0, 1, 1]] as const;

interface Chunk {
  readonly kind: string;
  readonly data: Uint8Array;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly colourType: number;
  readonly bitsOfPixel: number;
  readonly isInterlaced: boolean;
}

export function looksLikePng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Null for a still picture that every decoder reads in one way, else what is wrong with it. */
export function whatIsWrongWithPng(bytes: Uint8Array): LogoFault | null {
  const chunks = chunksOf(bytes);
  if (chunks === null) return damaged;
  const foreign = chunks.find(({ kind }) => !kinds.has(kind));
  if (foreign !== undefined) {
    const why = `has a part of the kind ${JSON.stringify(foreign.kind)}, which a still picture does not need`;
    return { code: "png_part", why };
  }
  const header = headerOf(chunks[0]);
  if (header === null) return damaged;
  const { width, height } = header;
  if (width === 0 || height === 0)
    return { code: "png_size", why: `is ${width} × ${height} pixels: there is nothing to see` };
  const longest = Math.max(width, height);
  if (longest > longestSidePixels) {
    return { code: "png_size", why: `is ${longest} pixels long; at most ${longestSidePixels}` };
  }
  return isInOrder(chunks, header) && isWhole(chunks, header) ? null : damaged;
}

const damaged: LogoFault = { code: "png_damaged", why: "is a damaged PNG" };

/** Null where a length or a check sum is not right, or where the file does not end with its last chunk. */
function chunksOf(bytes: Uint8Array): readonly Chunk[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at < bytes.length) {
    if (at + 12 > bytes.length) return null;
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return null;
    chunks.push({ kind: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

function headerOf(chunk: Chunk | undefined): Header | null {
  if (chunk?.kind !== "IHDR" || chunk.data.length !== 13) return null;
  const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, chunk.data.byteLength);
  const [depth = 0, colourType = 0, compression, filter, interlace = 0] = chunk.data.subarray(8);
  const known = colourTypes[colourType];
  if (known === undefined || !known.depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1)
    return null;
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    colourType,
    bitsOfPixel: depth * known.samples,
    isInterlaced: interlace === 1,
  };
}

/** §5.6: each once, but for the picture's own parts, which stand together, behind the palette. */
function isInOrder(chunks: readonly Chunk[], { colourType }: Header): boolean {
  const names = chunks.map(({ kind }) => kind);
  const [first, last] = [names.indexOf("IDAT"), names.lastIndexOf("IDAT")];
  const others = names.filter((kind) => kind !== "IDAT" && kind !== "sPLT");
  const plte = names.indexOf("PLTE");
  const colours = (chunks[plte]?.data.length ?? 0) / 3;
  return (
    first > 0 &&
    names.slice(first, last + 1).every((kind) => kind === "IDAT") &&
    new Set(others).size === others.length &&
    names.indexOf("IEND") === names.length - 1 &&
    chunks.at(-1)?.data.length === 0 &&
    (plte === -1 ? colourType !== palette : plte < first && ![0, 4].includes(colourType)) &&
    (plte === -1 || (Number.isInteger(colours) && colours >= 1 && colours <= 256))
  );
}

/** The pixels are all there and no more (§7.2, §10): a decoder neither waits nor takes more memory than the header says. */
function isWhole(chunks: readonly Chunk[], header: Header): boolean {
  const compressed = Buffer.concat(chunks.filter(({ kind }) => kind === "IDAT").map(({ data }) => data));
  const { width, height, bitsOfPixel, isInterlaced } = header;
  const lines = (isInterlaced ? passes : onePass).flatMap(([left, top, right, down]) => {
    const columns = Math.ceil((width - left) / right);
    const rows = Math.ceil((height - top) / down);
    return columns <= 0 || rows <= 0 ? [] : Array<number>(rows).fill(1 + Math.ceil((columns * bitsOfPixel) / 8));
  });
  const expected = lines.reduce((sum, line) => sum + line, 0);
  let pixels: Buffer;
  try {
    const inflated = inflateSync(compressed, { maxOutputLength: expected, info: true }) as unknown as Inflated;
    if (inflated.engine.bytesWritten !== compressed.length) return false;
    pixels = inflated.buffer;
  } catch {
    return false;
  }
  let at = 0;
  const hasKnownFilters = lines.every((line) => {
    const filter = pixels[at] ?? 5;
    at += line;
    return filter <= 4;
  });
  return pixels.length === expected && hasKnownFilters;
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}
