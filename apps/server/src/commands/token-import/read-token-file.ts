import { isCustomerId, readOtpauthUri } from "@warifu/otp";
import type { OtpParameters } from "@warifu/otp";
import { CsvReader } from "../read-csv.ts";
import type { CsvRow, Separator } from "../read-csv.ts";
import type { TextFile } from "../text-file.ts";
import { otpauthProblemText } from "./otpauth-problem-text.ts";

/** A line of the file that can be taken over. */
export interface TokenLine extends OtpParameters {
  readonly line: number;
  readonly customerId: string;
  readonly key: Uint8Array;
}

/** A line that cannot. What the line says is never part of it: it holds a key. */
export interface LineProblem {
  readonly line: number;
  readonly problem: string;
}

/** What a piece of the file held. */
export interface ReadLines {
  readonly lines: readonly (TokenLine | LineProblem)[];
  /** Of the file, until now. */
  readonly bytesRead: number;
  readonly separator: Separator | null;
}

/**
 * Reads a file of tokens, columns customerId,otpauth, piece by piece. A file without a header is known by the address in its first
 * line. After a mistake in the file's form, which is its last problem, nothing more can be read.
 * @param passOver parameters of the addresses that change no code, in small letters
 */
export async function* readTokenFile(file: TextFile, passOver: ReadonlySet<string>): AsyncGenerator<ReadLines> {
  const reader = new CsvReader();
  let isFirst = true;
  let bytesRead = 0;
  const linesOf = (rows: readonly CsvRow[]): (TokenLine | LineProblem)[] =>
    rows.flatMap((row) => {
      const wasFirst = isFirst;
      isFirst = false;
      if (!wasFirst) return [readLine(row, passOver)];
      if (isHeader(row.fields)) return [];
      if (/^\s*otpauth/i.test(row.fields[1] ?? "")) return [readLine(row, passOver)];
      return [{ line: row.line, problem: "the first line must be customerId,otpauth" }];
    });

  for await (const piece of file.pieces()) {
    bytesRead = piece.bytesRead;
    yield { lines: linesOf(reader.push(piece.text)), bytesRead, separator: reader.separator };
    if (reader.mistake !== null) break;
  }
  const lines = linesOf(reader.end());
  if (reader.mistake !== null) lines.push(reader.mistake);
  yield { lines, bytesRead, separator: reader.separator };
}

/** Other systems write the names in their own way. */
function isHeader([first = "", second = "", ...more]: readonly string[]): boolean {
  const isCustomer = /^(customer|user)[ _-]?(id|name)$/i.test(first.trim());
  return more.length === 0 && isCustomer && /^(otpauth|otpauth[ _-]?ur[il]|ur[il])$/i.test(second.trim());
}

function readLine({ line, fields }: CsvRow, passOver: ReadonlySet<string>): TokenLine | LineProblem {
  if (fields.length !== 2) return { line, problem: `2 columns are expected, not ${fields.length}` };
  const [customerId = "", uri = ""] = fields.map((field) => field.trim());
  if (!isCustomerId(customerId)) return { line, problem: "the customer ID must be 1–64 of A–Z a–z 0–9 . _ -" };
  const read = readOtpauthUri(uri, passOver);
  if (!read.ok) {
    return { line, problem: `the otpauth URI is not accepted (${otpauthProblemText(read.problem)})` };
  }
  const { key, algorithm, digits, periodSeconds } = read.value;
  return { line, customerId, key, algorithm, digits, periodSeconds };
}
