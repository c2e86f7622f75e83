import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const paletteSize = 256;
const exactColours = 160;

/** Rewrites a browser's screenshot (PNG, 8 bits, RGB or RGBA, opaque) with a palette of 256 colours: about a third of the bytes. */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const { palette, indexes } = toPalette(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB, row by row. */
  readonly pixels: Uint32Array;
}

/** PNG (ISO/IEC 15948) as Chromium writes it: one size of sample, no interlacing. */
function decode(png: Buffer): Picture {
  const parts: Buffer[] = [];
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const samples = { 2: 3, 6: 4 }[png.readUInt8(25)];
  if (samples === undefined || png.readUInt8(24) !== 8) throw new Error("shrinkPng: neither RGB nor RGBA of 8 bits");
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * samples, samples);
  const pixels = new Uint32Array(width * height);
  for (let pixel = 0; pixel < pixels.length; pixel++) pixels[pixel] = bytes.readUIntBE(pixel * samples, 3);
  return { width, height, pixels };
}

/** The five filters of PNG §9. */
function unfilter(rows: Buffer, rowBytes: number, samples: number): Buffer {
  const height = rows.length / (rowBytes + 1);
  const bytes = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (rowBytes + 1)] ?? 0;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x < samples ? 0 : (bytes[at - samples] ?? 0);
      const up = y === 0 ? 0 : (bytes[at - rowBytes] ?? 0);
      const upLeft = y === 0 || x < samples ? 0 : (bytes[at - rowBytes - samples] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0;
      bytes[at] = (rows[y * (rowBytes + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return bytes;
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : upLeft;
}

/** Screens have few flat colours and many faint edges of letters: what is not in the palette goes to the nearest that is. */
function toPalette(pixels: Uint32Array): { palette: Buffer; indexes: Uint8Array } {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const colours = chosen(counts);
  const palette = Buffer.alloc(colours.length * 3);
  colours.forEach((colour, index) => palette.writeUIntBE(colour, index * 3, 3));
  const indexOf = new Map(colours.map((colour, index) => [colour, index]));
  for (const colour of counts.keys()) if (!indexOf.has(colour)) indexOf.set(colour, nearest(colour, colours));
  return { palette, indexes: Uint8Array.from(pixels, (colour) => indexOf.get(colour) ?? 0) };
}

/** Most places to the most frequent colours, which stay exact; the rest to what they miss most, such as a few words in red. */
function chosen(counts: ReadonlyMap<number, number>): number[] {
  const byFrequency = [...counts].toSorted(([, a], [, b]) => b - a);
  const colours = byFrequency.slice(0, exactColours).map(([colour]) => colour);
  const others = byFrequency.slice(exactColours).map(([colour, count]) => {
    return { colour, count, distance: distanceOf(colour, colours[nearest(colour, colours)] ?? 0) };
  });
  while (colours.length < paletteSize && others.length > 0) {
    const missed = others.reduce((most, one) => (one.count * one.distance > most.count * most.distance ? one : most));
    if (missed.distance === 0) break;
    colours.push(missed.colour);
    for (const one of others) one.distance = Math.min(one.distance, distanceOf(one.colour, missed.colour));
  }
  return colours;
}

function nearest(colour: number, colours: readonly number[]): number {
  let best = 0;
  let bestDistance = Infinity;
  for (const [index, candidate] of colours.entries()) {
    const distance = distanceOf(colour, candidate);
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}

function distanceOf(colour: number, other: number): number {
  const red = (colour >> 16) - (other >> 16);
  const green = ((colour >> 8) & 255) - ((other >> 8) & 255);
  const blue = (colour & 255) - (other & 255);
  return 3 * red * red + 4 * green * green + 2 * blue * blue;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
