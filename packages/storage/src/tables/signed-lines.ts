import type { Column } from "./column.ts";
import type { AnyTable } from "./table.ts";

/** The text that a row's MAC covers, before and after the columns that codes change. */
export interface SignedAround {
  readonly format: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The signed text of rows that are read at every code: a line for each column, in the list's order. No value holds a line break, so no
 * two rows have one text. (JSON would take three times as long.) A row is the array of its values in the same order.
 */
export interface SignedLines {
  /** Of a row as it stands; kept, so that a code makes only the lines between them anew. @throws RangeError for no such format */
  around(row: readonly unknown[], format: number): SignedAround;
  text(around: SignedAround, row: readonly unknown[]): string;
  /** What came after this format is not covered by its MAC: whether it holds what the migration put there. */
  holdsNothingLater(row: readonly unknown[], format: number): boolean;
}

type Line = (row: readonly unknown[]) => string;

/** @throws RangeError unless the columns that codes change stand together, and those that are sealed last */
export function signedLines(of: AnyTable): SignedLines {
  const formats = Array.from({ length: of.format }, (_, index) => linesOf(of, index + 1));
  const inFormat = (format: number): FormatLines => {
    const lines = formats[format - 1];
    if (lines === undefined) throw new RangeError(`There is no format ${format} of ${of.name}.`);
    return lines;
  };
  return {
    around(row, format) {
      const { before, after } = inFormat(format);
      return { format, before: before(row), after: after(row) };
    },
    text: ({ format, before, after }, row) => before + inFormat(format).hot(row) + after,
    holdsNothingLater: (row, format) => inFormat(format).later.every(({ place, was }) => row[place] === was),
  };
}

interface FormatLines {
  readonly before: Line;
  readonly hot: Line;
  readonly after: Line;
  readonly later: readonly { readonly place: number; readonly was: unknown }[];
}

interface Place {
  readonly place: number;
  readonly column: Column<unknown>;
}

function linesOf({ name, names, columns }: AnyTable, format: number): FormatLines {
  const all = names.map((one, place): Place => ({ place, column: columns[one] ?? columnMissing(one) }));
  const covered = all.filter(({ column }) => column.signed !== "not" && column.since <= format);
  const isHot = ({ column }: Place) => column.isHot;
  const first = covered.findIndex(isHot);
  const last = covered.findLastIndex(isHot);
  if (first === -1 || !covered.slice(first, last + 1).every(isHot)) {
    throw new RangeError(`What codes change of ${name} does not stand together.`);
  }
  // Format 1 began before formats had numbers. Nobody can take one format's text for another's.
  const head = format === 1 ? name : `${name} ${format}`;
  return {
    before: joined(head, covered.slice(0, first), name),
    hot: joined("", covered.slice(first, last + 1), name),
    after: joined("", covered.slice(last + 1), name),
    later: all.flatMap(({ place, column: { since, was } }) => (since > format ? [{ place, was }] : [])),
  };
}

function joined(head: string, some: readonly Place[], name: string): Line {
  const isValue = ({ column }: Place) => column.signed === "value";
  const count = some.filter(isValue).length;
  if (!some.slice(0, count).every(isValue)) throw new RangeError(`What is sealed of ${name} does not stand last.`);
  const values = some.slice(0, count).map(({ place }) => place);
  const presences = some.slice(count).map(({ place }) => place);
  return (row) => {
    let text = head;
    for (const place of values) text += `\n${row[place] as string}`;
    for (const place of presences) text += `\n${row[place] !== null}`;
    return text;
  };
}

function columnMissing(name: string): never {
  throw new RangeError(`There is no column ${name}.`);
}
