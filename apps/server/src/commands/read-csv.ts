export interface CsvRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** What keeps a file from being read any further. */
export interface CsvMistake {
  readonly line: number;
  readonly problem: string;
}

export type Separator = "," | ";" | "\t" | "|";

/** Longer than any row with a picture in its address; a quoted field that never ends would else be the rest of the file. */
const longestRow = 65_536;

/**
 * Reads separated values as other systems write them, piece by piece: commas (RFC 4180), semicolons, tabs or bars, whichever
 * comes first in the first line (Excel's `sep=;` is heeded); CR LF, LF or CR alone; quoted fields with "" and line ends inside.
 * Empty lines, and empty fields at a row's end, are left out: spreadsheets write them. A quote in the wrong place is a mistake to
 * be told, not to be guessed around. Holds one row at a time; linear in length.
 */
export class CsvReader {
  #rest = "";
  #line = 1;
  #separator: Separator | null = null;
  #mistake: CsvMistake | null = null;

  /** Known after the first row. */
  get separator(): Separator | null {
    return this.#separator;
  }

  /** Nothing after it is read. */
  get mistake(): CsvMistake | null {
    return this.#mistake;
  }

  /** The rows that are whole by now. */
  push(text: string): readonly CsvRow[] {
    this.#rest += text;
    return this.#read(false);
  }

  /** What was left without an end of its line. */
  end(): readonly CsvRow[] {
    return this.#read(true);
  }

  #read(isEnd: boolean): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;
    while (this.#mistake === null && at < this.#rest.length) {
      this.#separator ??= separatorOf(this.#rest, at, isEnd);
      if (this.#separator === null && !isEnd && this.#rest.length < longestRow) break;
      const row = readRow(this.#rest, at, this.#separator ?? ",", isEnd);
      if (row === null) {
        if (this.#rest.length - at > longestRow) this.#refuse(0, tooLong);
        break;
      }
      if ("problem" in row) {
        this.#refuse(row.newLines, row.problem);
        break;
      }
      const fields = withoutEmptyEnd(row.fields);
      const declared = this.#line === 1 && fields.length === 1 ? /^sep=([,;\t|]?)$/i.exec(fields[0] ?? "") : null;
      // Between quotes it divided nothing: the next line shows it.
      if (declared?.[1] !== undefined && declared[1] !== "") this.#separator = null;
      if (fields.length > 0 && declared === null) rows.push({ line: this.#line, fields });
      this.#line += row.newLines;
      at = row.end;
    }
    this.#rest = this.#mistake === null ? this.#rest.slice(at) : "";
    return rows;
  }

  #refuse(linesLater: number, problem: string): void {
    this.#mistake = { line: this.#line + linesLater, problem };
  }
}

const tooLong = `it is longer than ${longestRow.toLocaleString("en")} characters, or a quoted field in it does not end`;

interface Row {
  readonly fields: readonly string[];
  readonly end: number;
  /** Line ends within, its own included. */
  readonly newLines: number;
}

interface Misplaced {
  readonly problem: string;
  readonly newLines: number;
}

/** null: its end has not come yet. */
function readRow(text: string, start: number, separator: Separator, isEnd: boolean): Row | Misplaced | null {
  const fields: string[] = [];
  let at = start;
  let newLines = 0;
  for (;;) {
    const field = text[at] === '"' ? quoted(text, at) : plain(text, at, separator);
    if (field === null) return isEnd ? { problem: "a quoted field does not end", newLines } : null;
    if ("problem" in field) return { ...field, newLines: newLines + field.newLines };
    fields.push(field.value);
    newLines += field.newLines;
    at = field.end;
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (at >= text.length) return isEnd ? { fields, end: at, newLines } : null;
    const length = lineEndAt(text, at);
    // A line feed may follow in the next piece.
    if (length === 1 && text[at] === "\r" && at + 1 === text.length && !isEnd) return null;
    if (length === 0)
      return { problem: `a quoted field must be followed by a ${nameOf(separator)} or the end of the line`, newLines };
    return { fields, end: at + length, newLines: newLines + 1 };
  }
}

interface Field {
  readonly value: string;
  readonly end: number;
  readonly newLines: number;
}

function plain(text: string, start: number, separator: Separator): Field | Misplaced {
  let end = start;
  for (; end < text.length; end += 1) {
    const character = text[end];
    if (character === separator || character === "\n" || character === "\r") break;
    if (character === '"') return { problem: "a quote inside a field that does not begin with one", newLines: 0 };
  }
  return { value: text.slice(start, end), end, newLines: 0 };
}

function quoted(text: string, start: number): Field | null {
  const parts: string[] = [];
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    // At the very end of a piece it may be the first of two.
    if (quote < 0) return null;
    parts.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') {
      const value = parts.join('"');
      return { value, end: quote + 1, newLines: countLineEnds(value) };
    }
    from = quote + 2;
  }
}

/** Of the first line that is not empty; a comma where it has one column only. null: the line has not ended yet. */
function separatorOf(text: string, start: number, isEnd: boolean): Separator | null {
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === "," || character === ";" || character === "\t" || character === "|") return character;
    const isLineEnd = character === "\n" || character === "\r";
    if (isLineEnd && text.slice(start, at).trim() !== "") return ",";
  }
  return isEnd ? "," : null;
}

export function nameOf(separator: Separator): string {
  return { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" }[separator];
}

function lineEndAt(text: string, at: number): 0 | 1 | 2 {
  if (text[at] === "\n") return 1;
  if (text[at] !== "\r") return 0;
  return text[at + 1] === "\n" ? 2 : 1;
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function withoutEmptyEnd(fields: readonly string[]): readonly string[] {
  let end = fields.length;
  while (end > 0 && fields[end - 1]?.trim() === "") end -= 1;
  return end === fields.length ? fields : fields.slice(0, end);
}
