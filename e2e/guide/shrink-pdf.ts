import { deflateSync, inflateSync } from "node:zlib";

interface PdfObject {
  readonly number: number;
  /** Everything between "obj" and "stream" or "endobj". */
  readonly head: string;
  readonly stream: Uint8Array | null;
}

/**
 * Makes a PDF that Chromium wrote about four times smaller without changing what is seen: letters of a variable font come out as
 * drawings with eight decimals and once per slice of the font (rounded here to thousandths of an em, as fonts do, and told once), and
 * pictures lose their palette (it comes back).
 */
export function shrinkPdf(pdf: Buffer): Buffer {
  const text = pdf.toString("latin1");
  const objects = readObjects(pdf, text).map(shrunk);
  const { kept, replaced } = told(objects);
  const parts: Buffer[] = [Buffer.from(text.slice(0, text.indexOf("1 0 obj")), "latin1")];
  let at = parts[0]?.length ?? 0;
  const offsets = new Map<number, number>();
  const size = Math.max(...objects.map(({ number }) => number)) + 1;
  for (const { number, head, stream } of kept) {
    offsets.set(number, at);
    const references = head.replaceAll(/\b(\d+) 0 R\b/g, (_, old: string) => `${replaced.get(Number(old)) ?? old} 0 R`);
    const part = Buffer.concat([
      Buffer.from(`${number} 0 obj\n${references}`, "latin1"),
      ...(stream === null ? [] : [Buffer.from("stream\n", "latin1"), stream, Buffer.from("\nendstream\n", "latin1")]),
      Buffer.from("endobj\n", "latin1"),
    ]);
    parts.push(part);
    at += part.length;
  }
  const rows = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? "0000000000 65535 f \n" : `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const trailer = text.slice(text.lastIndexOf("trailer"), text.lastIndexOf("startxref"));
  parts.push(Buffer.from(`xref\n0 ${size}\n${rows.join("")}${trailer}startxref\n${at}\n%%EOF\n`, "latin1"));
  return Buffer.concat(parts);
}

/** By the cross-reference table at the end (ISO 32000-1 §7.5.4): bytes of a stream may look like anything. */
function readObjects(pdf: Buffer, text: string): PdfObject[] {
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  const size = Number(/^xref\s+0 (\d+)/.exec(text.slice(table, table + 40))?.[1]);
  const first = text.indexOf("\n", text.indexOf("\n", table) + 1) + 1;
  if (!Number.isSafeInteger(table) || !Number.isSafeInteger(size))
    throw new Error("shrinkPdf: not as Chromium writes it");
  const offsets = Array.from({ length: size }, (_, row) => text.slice(first + row * 20, first + row * 20 + 18)).flatMap(
    (row) => (row.endsWith("n") ? [Number(row.slice(0, 10))] : []),
  );
  return offsets.map((offset) => {
    const start = text.indexOf("obj", offset) + 4;
    const number = Number.parseInt(text.slice(offset, offset + 12), 10);
    const end = text.indexOf("endobj", start);
    const streamAt = text.indexOf("stream\n", start);
    if (streamAt === -1 || streamAt > end) return { number, head: text.slice(start, end), stream: null };
    const head = text.slice(start, streamAt);
    const length = Number(/\/Length (\d+)(?! 0 R)/.exec(head)?.[1]);
    return { number, head, stream: pdf.subarray(streamAt + 7, streamAt + 7 + length) };
  });
}

function shrunk(object: PdfObject): PdfObject {
  const { head, stream } = object;
  if (stream === null || !/\/Filter \/FlateDecode/.test(head)) return object;
  const content = inflateSync(stream);
  if (head.includes("/Subtype /Image")) return withPalette(object, content);
  const isLetter = / d1\n/.test(content.toString("latin1", 0, 60));
  const smaller = isLetter ? Buffer.from(rounded(content.toString("latin1")), "latin1") : content;
  return withStream(object, head, smaller);
}

function rounded(drawing: string): string {
  return drawing.replaceAll(/-?\d*\.\d+/g, (number) => String(Math.round(Number(number)) || 0));
}

/** Our pictures have 256 colours at the most (shrink-png.ts); others stay as they are. */
function withPalette(object: PdfObject, content: Buffer): PdfObject {
  const space = /\/ColorSpace (\/DeviceRGB|\[\/ICCBased \d+ 0 R\]|\d+ 0 R)/.exec(object.head);
  if (space === null || !/\/BitsPerComponent 8\b/.test(object.head)) return object;
  const indexOf = new Map<number, number>();
  const indexes = Buffer.alloc(content.length / 3);
  for (let pixel = 0; pixel < indexes.length; pixel++) {
    const colour = content.readUIntBE(pixel * 3, 3);
    const index = indexOf.get(colour) ?? indexOf.size;
    if (index > 255) return object;
    indexOf.set(colour, index);
    indexes[pixel] = index;
  }
  const palette = [...indexOf.keys()].map((colour) => colour.toString(16).padStart(6, "0")).join("");
  const head = object.head.replace(
    space[0],
    `/ColorSpace [/Indexed ${space[1] ?? ""} ${indexOf.size - 1} <${palette}>]`,
  );
  return withStream(object, head, indexes);
}

function withStream({ number }: PdfObject, head: string, content: Buffer): PdfObject {
  const stream = deflateSync(content, { level: 9 });
  return { number, head: head.replace(/\/Length \d+/, `/Length ${stream.length}`), stream };
}

/** Equal streams are told once; whoever named the others names the first. */
function told(objects: readonly PdfObject[]): { kept: PdfObject[]; replaced: Map<number, number> } {
  const firsts = new Map<string, number>();
  const replaced = new Map<number, number>();
  const kept = objects.filter(({ number, head, stream }) => {
    if (stream === null) return true;
    const content = head + Buffer.from(stream).toString("latin1");
    const first = firsts.get(content);
    if (first === undefined) firsts.set(content, number);
    else replaced.set(number, first);
    return first === undefined;
  });
  return { kept, replaced };
}
