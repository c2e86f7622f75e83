import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "./read-csv.ts";

function fieldsOf(text: string) {
  const read = readCsv(text);
  return read.ok ? read.rows.map(({ fields }) => fields) : read;
}

describe("a CSV file", () => {
  it("may have a byte order mark, CR LF or LF, and no end of the last line", () => {
    expect(fieldsOf("\uFEFFa,b\r\nc,d\n\r\ne,f")).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
    ]);
  });

  it("may quote fields that hold commas, quotes and line ends", () => {
    expect(fieldsOf('"a,1","say ""no"""\n"two\r\nlines",x\n')).toEqual([
      ["a,1", 'say "no"'],
      ["two\r\nlines", "x"],
    ]);
  });

  it("tells the line where each row begins, also after a field of several lines", () => {
    const read = readCsv('h\n"a\nb\nc"\n\nlast');
    expect(read.ok && read.rows.map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it("is refused with the line of a quote in the wrong place", () => {
    expect(readCsv('a\nb"c')).toMatchObject({ ok: false, line: 2 });
    expect(readCsv('a\n"b" c')).toMatchObject({ ok: false, line: 2 });
    expect(readCsv('a\n\n"b')).toMatchObject({ ok: false, line: 3 });
  });

  it("comes back as it was written, whatever the fields hold", () => {
    const field = fc.string({ unit: "grapheme" });
    const row = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const written = rows
          .map((fields) => fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(","))
          .join("\r\n");
        expect(fieldsOf(written)).toEqual(rows);
      }),
    );
  });

  it("never makes the reader throw, whatever it holds", () => {
    const unit = fc.constantFrom('"', ",", "\r", "\n", "a");
    fc.assert(fc.property(fc.string({ unit }), (text) => typeof readCsv(text).ok === "boolean"));
    expect(readCsv("")).toEqual({ ok: true, rows: [] });
  });
});
