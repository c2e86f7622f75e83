interface CsvRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

type CsvReading =
  | { readonly ok: true; readonly rows: readonly CsvRow[] }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/**
 * Reads comma-separated values strictly (RFC 4180): quoted fields with "" inside, CR LF or LF, a byte order mark at the start.
 * Empty lines are skipped. A quote in the wrong place is a mistake to be told, not to be guessed around. Linear in length.
 */
export function readCsv(text: string): CsvReading {
  const rows: CsvRow[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const fields: string[] = [];
    const first = line;
    for (;;) {
      const field = text[at] === '"' ? quoted(text, at) : plain(text, at);
      if (typeof field === "string") return { ok: false, line, problem: field };
      fields.push(field.value);
      line += field.newLines;
      at = field.end;
      if (text[at] !== ",") break;
      at += 1;
    }
    if (at < text.length) {
      const end = text.startsWith("\r\n", at) ? 2 : text[at] === "\n" ? 1 : 0;
      if (end === 0)
        return { ok: false, line, problem: "a quoted field must be followed by a comma or the end of the line" };
      at += end;
      line += 1;
    }
    if (fields.length > 1 || fields[0] !== "") rows.push({ line: first, fields });
  }
  return { ok: true, rows };
}

interface Field {
  readonly value: string;
  readonly end: number;
  readonly newLines: number;
}

function plain(text: string, start: number): Field | string {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n" && !text.startsWith("\r\n", end)) {
    if (text[end] === '"') return "a quote inside a field that does not begin with one";
    end += 1;
  }
  return { value: text.slice(start, end), end, newLines: 0 };
}

function quoted(text: string, start: number): Field | string {
  const parts: string[] = [];
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return "a quoted field does not end";
    parts.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') {
      const value = parts.join('"');
      return { value, end: quote + 1, newLines: value.split("\n").length - 1 };
    }
    from = quote + 2;
  }
}
