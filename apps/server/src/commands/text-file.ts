import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { Refused } from "../refused.ts";

/** How a file's characters are written down, as a person calls it. */
export type Encoding = "UTF-8" | "UTF-16 LE" | "UTF-16 BE" | "Shift_JIS";

const labels: Record<Encoding, string> = {
  "UTF-8": "utf-8",
  "UTF-16 LE": "utf-16le",
  "UTF-16 BE": "utf-16be",
  Shift_JIS: "shift_jis",
};

/** A text file that may be read several times, piece by piece: no more of it than a piece is ever in memory. */
export interface TextFile {
  readonly encoding: Encoding;
  readonly bytes: number;
  /** Its text from the beginning. `read` counts the bytes until now. @throws Refused when it was changed since it was opened */
  pieces(): AsyncIterable<{ readonly text: string; readonly bytesRead: number }>;
  close(): Promise<void>;
}

const pieceBytes = 65_536;

/**
 * Opens a text file that another system wrote: UTF-8, UTF-16 (with a byte order mark or without) or Shift_JIS (which Japanese
 * spreadsheets call plain CSV), told apart by reading it through once.
 * @throws Refused when it cannot be read, is none of these, or is no ordinary file
 */
export async function openTextFile(path: string): Promise<TextFile> {
  // A pipe that nobody writes into would keep an ordinary open waiting for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw new Refused(`The file ${path} cannot be opened.`, { cause: error });
  });
  try {
    const opened = await file.stat();
    if (!opened.isFile()) throw new Refused(`${path} is no ordinary file: it is read twice, so it cannot be a pipe.`);
    const encoding = await encodingOf(file, path);
    return {
      encoding,
      bytes: opened.size,
      async *pieces() {
        let bytesRead = 0;
        for await (const { text, bytes } of decoded(file, encoding)) {
          bytesRead += bytes;
          yield { text, bytesRead };
        }
        const now = await file.stat();
        if (now.size !== opened.size || now.mtimeMs !== opened.mtimeMs) {
          throw new Refused(`The file ${path} was changed while it was read.`);
        }
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function encodingOf(file: FileHandle, path: string): Promise<Encoding> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  const wide = wideEncodingOf(buffer.subarray(0, bytesRead));
  // UTF-8 that is whole to its end is nothing else by chance; what is not can still be Shift_JIS.
  const candidates: readonly Encoding[] = wide === null ? ["UTF-8", "Shift_JIS"] : [wide];
  let line: number | null = null;
  for (const encoding of candidates) {
    const wrong = await firstLineThatIsNot(encoding, file);
    if (wrong === null) return encoding;
    line ??= wrong;
  }
  throw new Refused(`The file ${path} is not ${candidates.join(" or ")} text: line ${line} cannot be read.`);
}

/** By its byte order mark; without one, by the zeros that ASCII in UTF-16 is half of. */
function wideEncodingOf(start: Uint8Array): Encoding | null {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return "UTF-16 LE";
  if (first === 0xfe && second === 0xff) return "UTF-16 BE";
  if (second === 0 && first !== 0) return "UTF-16 LE";
  if (first === 0 && second !== 0 && second !== undefined) return "UTF-16 BE";
  return null;
}

async function firstLineThatIsNot(encoding: Encoding, file: FileHandle): Promise<number | null> {
  let line = 1;
  try {
    for await (const { text } of decoded(file, encoding)) line += text.match(lineEnd)?.length ?? 0;
    return null;
  } catch (error) {
    if (error instanceof Undecodable) return line + error.linesBefore;
    throw error;
  }
}

const lineEnd = /\r\n?|\n/g;

/** Bytes that are not in the encoding, so many lines into the piece. */
class Undecodable extends Error {
  readonly linesBefore: number;
  constructor(linesBefore: number) {
    super("The bytes are not in this encoding.");
    this.linesBefore = linesBefore;
  }
}

async function* decoded(file: FileHandle, encoding: Encoding): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder(labels[encoding], { fatal: true });
  const buffer = Buffer.alloc(pieceBytes);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, position);
    position += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    try {
      yield { text: decoder.decode(bytes, { stream: bytesRead > 0 }), bytes: bytesRead };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new Undecodable(linesBeforeFault(bytes, encoding));
    }
    if (bytesRead === 0) return;
  }
}

/** Replaces what cannot be read by a sign of its own, and counts the lines before the first one. */
function linesBeforeFault(bytes: Uint8Array, encoding: Encoding): number {
  const text = new TextDecoder(labels[encoding]).decode(bytes);
  const fault = text.indexOf("\ufffd");
  return (text.slice(0, Math.max(0, fault)).match(lineEnd) ?? []).length;
}
