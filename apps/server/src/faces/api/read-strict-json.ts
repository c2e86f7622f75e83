import { isUtf8 } from "node:buffer";

/** Deeper than any body of ours; beyond it nobody means well. */
const deepest = 8;

export class UnstrictJson extends Error {
  override name = "UnstrictJson";
  readonly statusCode = 400;
}

/**
 * Reads JSON and refuses what two readers could read in two ways: a name twice in one object (RFC 8259 §4), names that change
 * a prototype, bytes that are not UTF-8, and nesting deeper than eight.
 * @throws UnstrictJson
 */
export function readStrictJson(body: Uint8Array): unknown {
  const text = decoded(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UnstrictJson("not JSON", { cause });
  }
  refuseAmbiguousNames(text);
  return value;
}

function decoded(body: Uint8Array): string {
  if (!isUtf8(body)) throw new UnstrictJson("not UTF-8");
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const colon = 0x3a;

/** Walks over a text that JSON.parse has taken, so it need not check the grammar again: brackets, strings, and what follows them. */
function refuseAmbiguousNames(text: string): void {
  /** One entry for every open bracket: the names seen in an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names && isName(text, end)) addName(names, nameOf(text.slice(at + 1, end - 1)));
      at = end - 1;
    } else if (code === openBrace || code === openBracket) {
      if (open.length === deepest) throw new UnstrictJson("too deep");
      open.push(code === openBrace ? new Set() : null);
    } else if (code === closeBrace || code === closeBracket) {
      open.pop();
    }
  }
}

function nameOf(quoted: string): string {
  return quoted.includes("\\") ? (JSON.parse(`"${quoted}"`) as string) : quoted;
}

function addName(names: Set<string>, name: string): void {
  if (names.has(name)) throw new UnstrictJson("a name twice");
  if (name === "__proto__" || name === "constructor") throw new UnstrictJson("a name that changes a prototype");
  names.add(name);
}

/** Index after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(at)) at += code === backslash ? 2 : 1;
  return at + 1;
}

/** A string is a name when a colon follows it, after nothing but JSON's four kinds of white space. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text.charCodeAt(at) === colon;
}
