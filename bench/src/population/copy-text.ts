/** A row in PostgreSQL's COPY text format (documentation of COPY, "Text Format"): tabs between, backslashes doubled. */
export function copyLine(row: object, columns: readonly string[]): string {
  const values = row as Readonly<Record<string, unknown>>;
  return `${columns.map((column) => copyValue(values[column])).join("\t")}\n`;
}

function copyValue(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString("hex")}`;
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") throw new TypeError("A column holds text, a number, bytes or nothing");
  return value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
