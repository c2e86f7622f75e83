import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvReader } from "./read-csv.ts";
import type { CsvRow, Separator } from "./read-csv.ts";

/** @param sizes of the pieces in which it comes; the last one again and again */
function readIn(text: string, sizes: readonly number[] = [text.length]) {
  const reader = new CsvReader();
  const rows: CsvRow[] = [];
  for (let at = 0, piece = 0; at < text.length; piece += 1) {
    const size = Math.max(1, sizes[Math.min(piece, sizes.length - 1)] ?? 1);
    rows.push(...reader.push(text.slice(at, at + size)));
    at += size;
  }
  rows.push(...reader.end());
  return { rows, mistake: reader.mistake, separator: reader.separator };
}

const fieldsOf = (text: string, sizes?: readonly number[]) => readIn(text, sizes).rows.map(({ fields }) => fields);
const linesOf = (text: string) => readIn(text).rows.map(({ line }) => line);

describe("a CSV file", () => {
  it.each([
    ["CR LF", "a,b\r\nc,d\r\n\r\ne,f"],
    ["LF", "a,b\nc,d\n\ne,f\n"],
    ["CR alone, as old Excel for the Mac writes it", "a,b\rc,d\r\re,f\r"],
    ["all of them", "a,b\rc,d\r\n\ne,f"],
  ])("may end its lines with %s, and need not end the last one", (_, text) => {
    expect(fieldsOf(text)).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
    ]);
  });

  it.each<[Separator, string]>([
    [",", "id,x;y\n1,2"],
    [";", "id;x,y\n1;2"],
    ["\t", "id\tx,y\n1\t2"],
    ["|", "id|x,y\n1|2"],
    [";", "\r\n\r\nid;x\n1;2"],
    [";", '"a,b";x\n1;2'],
    [";", "sep=;\r\nid;x\n1;2"],
    [";", '"sep=;"\r\nid;x\n1;2'],
    ["\t", "sep=\t\nid\tx\n1\t2"],
    [",", "alone\n1,2"],
  ])("is divided by %j where that comes first in the first line: %j", (separator, text) => {
    const read = readIn(text);
    expect(read.separator).toBe(separator);
    expect(read.rows.at(-1)?.fields).toEqual(["1", "2"]);
    expect(read.rows[0]?.fields[0]).not.toContain("sep=");
  });

  it("may quote fields that hold separators, quotes and line ends of every kind", () => {
    expect(fieldsOf('"a,1","say ""no"""\n"two\r\nlines\rthree",x\n')).toEqual([
      ["a,1", 'say "no"'],
      ["two\r\nlines\rthree", "x"],
    ]);
  });

  it("may end its rows with empty columns and hold rows of nothing else, as spreadsheets write them", () => {
    expect(fieldsOf("a;b;;;\r\n;;;;\r\nc;d; ;\r\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("tells the line where each row begins, also after a field of several lines", () => {
    expect(linesOf('h\n"a\nb\nc"\n\nlast')).toEqual([1, 2, 6]);
    expect(linesOf('h\r"a\r\nb\rc"\r\rlast')).toEqual([1, 2, 6]);
    expect(linesOf("sep=,\r\na,b")).toEqual([2]);
  });

  it("is read up to a quote in the wrong place, which is told with its line", () => {
    expect(readIn('a\nb"c\nd')).toMatchObject({
      rows: [{ line: 1 }],
      mistake: { line: 2, problem: expect.stringMatching(/quote inside/) },
    });
    expect(readIn('a\n"b" c')).toMatchObject({
      mistake: { line: 2, problem: expect.stringMatching(/followed by a comma/) },
    });
    expect(readIn('a;\n"b" c')).toMatchObject({
      mistake: { line: 2, problem: expect.stringMatching(/followed by a semicolon/) },
    });
    expect(readIn('a\n\n"b')).toMatchObject({ mistake: { line: 3, problem: expect.stringMatching(/does not end/) } });
    expect(readIn('a\n"b\nb" c')).toMatchObject({ mistake: { line: 3 } });
  });

  it("holds no more than a row that is too long, and says so", () => {
    const reader = new CsvReader();
    reader.push('a,b\n"');
    for (let piece = 0; piece < 100; piece += 1) expect(reader.push("x\n".repeat(1000))).toEqual([]);
    expect(reader.mistake).toMatchObject({ line: 2, problem: expect.stringMatching(/longer than 65,536/) });
    expect(reader.push("a,b\n")).toEqual([]);
  });

  it("comes back as it was written, whatever the fields hold and in whatever pieces it comes", () => {
    const field = fc.string({ unit: "grapheme" });
    const last = field.filter((text) => text.trim() !== "");
    const row = fc
      .tuple(field, fc.array(field, { maxLength: 2 }), last)
      .map(([first, more, end]) => [first, ...more, end]);
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(row),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\r\n", "\n", "\r"),
        sizes,
        (rows, separator, lineEnd, pieces) => {
          fc.pre(!/^sep=[,;\t|]?$/i.test(rows[0]?.[0] ?? ""));
          const written = rows
            .map((fields) => fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator))
            .join(lineEnd);
          expect(fieldsOf(written, pieces)).toEqual(rows);
        },
      ),
    );
  });

  it("reads the same in pieces as at once, and never throws, whatever it holds", () => {
    const unit = fc.constantFrom('"', ",", ";", "\r", "\n", "a", "sep=");
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), sizes, (text, pieces) => {
        expect(readIn(text, pieces)).toEqual(readIn(text));
      }),
      { numRuns: 1000 },
    );
    expect(readIn("").rows).toEqual([]);
  });
});
