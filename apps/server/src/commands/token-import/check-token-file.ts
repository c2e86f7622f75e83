import { Refused } from "../../refused.ts";
import type { Work } from "../command.ts";
import type { Separator } from "../read-csv.ts";
import { LineProblems } from "./line-problems.ts";
import { Pieces, problemText } from "./pieces-of.ts";
import type { Settled } from "./pieces-of.ts";
import { readTokenFile } from "./read-token-file.ts";
import { SeenCustomers } from "./seen-customers.ts";
import type { TokenFile } from "./token-file.ts";

/** A file with nothing wrong in it. */
export interface Checked {
  readonly tokens: number;
  /** Taken over by an earlier run. */
  readonly wereThere: number;
  /** So many tokens from the beginning were there: an earlier run ended behind them. */
  readonly wereThereFirst: number;
  readonly separator: Separator;
}

/**
 * Reads every line and asks the store about every customer, without a change.
 * @throws Refused with what is wrong with every line, up to a bound
 */
export async function checkTokenFile({ text, serviceId, passOver }: TokenFile, work: Work): Promise<Checked> {
  const problems = new LineProblems();
  const seen = new SeenCustomers();
  const pieces = new Pieces(work, serviceId, true);
  let tokens = 0;
  let wereThere = 0;
  let wereThereFirst: number | null = null;
  let asked = 0;
  let separator: Separator | null = null;
  const take = (settled: readonly Settled[]) => {
    for (const { line, result } of settled) {
      if (result === "was there") wereThere += 1;
      else wereThereFirst ??= asked;
      if (result !== "was there" && result !== "added") problems.add({ line: line.line, problem: problemText(result) });
      asked += 1;
    }
  };

  for await (const piece of readTokenFile(text, passOver)) {
    separator = piece.separator;
    for (const line of piece.lines) {
      if ("problem" in line) {
        problems.add(line);
        continue;
      }
      tokens += 1;
      const earlier = seen.firstLine(line.customerId, line.line);
      if (earlier !== null)
        problems.add({ line: line.line, problem: `the customer has a token in line ${earlier} already` });
      // What the store would say beside so much is not told any more.
      else if (!problems.isFull) take(await pieces.push(line));
      work.stopIfAsked("Stopped while the file was checked. Nothing was changed.");
      work.progress.show({ doing: "checking", done: tokens, of: null, fraction: piece.bytesRead / text.bytes });
    }
  }
  if (!problems.isFull) take(await pieces.end());
  work.progress.clear();
  if (tokens === 0 && problems.count === 0) problems.add({ line: 1, problem: "no token follows" });
  if (problems.count > 0) throw new Refused(`Nothing was taken over:\n${problems.text()}`);
  return { tokens, wereThere, wereThereFirst: wereThereFirst ?? asked, separator: separator ?? "," };
}
