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
  // Of a name twice in one object the value keeps one: then the text has more names than the value.
  if (namesIn(text) !== namesOf(value)) throw new UnstrictJson("a name twice");
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

/**
 * Counts the names in a text that JSON.parse has taken, so it need not check the grammar again: brackets, strings, and what follows
 * them.
 * @throws UnstrictJson when it is nested too deep
 */
function namesIn(text: string): number {
  let names = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (isName(text, end)) names += 1;
      at = end - 1;
    } else if (code === openBrace || code === openBracket) {
      if (depth === deepest) throw new UnstrictJson("too deep");
      depth += 1;
    } else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
    }
  }
  return names;
}

/** Counts the names in a value that is not nested too deep. @throws UnstrictJson for one that changes a prototype */
function namesOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let names = 0;
  if (Array.isArray(value)) {
    for (const element of value) names += namesOf(element);
    return names;
  }
  for (const [name, inside] of Object.entries(value)) {
    if (name === "__proto__" || name === "constructor") throw new UnstrictJson("a name that changes a prototype");
    names += 1 + namesOf(inside);
  }
  return names;
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
