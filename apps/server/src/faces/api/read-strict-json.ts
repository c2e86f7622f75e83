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
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new UnstrictJson("not UTF-8", { cause });
  }
}

/** Walks over a text that JSON.parse has taken, so it need not check the grammar again: brackets, strings, and what follows them. */
function refuseAmbiguousNames(text: string): void {
  /** One entry for every open bracket: the names seen in an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") {
      if (open.length === deepest) throw new UnstrictJson("too deep");
      open.push(character === "{" ? new Set() : null);
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names && isName(text, end)) addName(names, JSON.parse(text.slice(at, end)) as string);
      at = end - 1;
    }
  }
}

function addName(names: Set<string>, name: string): void {
  if (names.has(name)) throw new UnstrictJson("a name twice");
  if (name === "__proto__" || name === "constructor") throw new UnstrictJson("a name that changes a prototype");
  names.add(name);
}

/** Index after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** A string is a name when a colon follows it. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return text[at] === ":";
}
