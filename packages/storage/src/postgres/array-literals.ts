import type { Cell } from "../tables/column.ts";

// Arrays as PostgreSQL reads them (manual §8.15.2), built here: the driver's general way costs more than the rest of a batch.

export function numberArray(values: readonly Cell[]): string {
  let text = "{";
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ",";
    text += String(values[index] ?? "NULL");
  }
  return `${text}}`;
}

export function textArray(values: readonly Cell[]): string {
  let text = "{";
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ",";
    const value = values[index] ?? null;
    text += value === null ? "NULL" : quoted(String(value));
  }
  return `${text}}`;
}

export function bytesArray(values: readonly Cell[]): string {
  let text = "{";
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ",";
    const value = values[index];
    text += value instanceof Uint8Array ? `"\\\\x${hex(value)}"` : "NULL";
  }
  return `${text}}`;
}

/** The values of a statement that asks for pairs of names. */
export function pairs(names: Iterable<readonly [string, string]>): readonly [string, string] {
  const all = [...names];
  return [textArray(all.map(([first]) => first)), textArray(all.map(([, second]) => second))];
}

function quoted(value: string): string {
  const stored = storedText(value);
  return `"${needsEscape.test(stored) ? stored.replace(/["\\]/g, "\\$&") : stored}"`;
}

const needsEscape = /["\\]/;

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** PostgreSQL's text holds no U+0000: it is written as an escape sequence, and so is what begins one. */
export function storedText(text: string): string {
  if (!text.includes("\0") && !text.includes(escape)) return text;
  return text.replaceAll(escape, `${escape}1`).replaceAll("\0", `${escape}0`);
}

export function readText<Text extends string>(stored: Text): Text {
  if (!stored.includes(escape)) return stored;
  return stored.replaceAll(`${escape}0`, "\0").replaceAll(`${escape}1`, escape) as Text;
}

const escape = "\u001B";
