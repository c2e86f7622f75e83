import { Refused } from "../../refused.ts";
import type { Work } from "../command.ts";
import type { Checked } from "./check-token-file.ts";
import { LineProblems } from "./line-problems.ts";
import { Pieces, problemText } from "./pieces-of.ts";
import type { Settled } from "./pieces-of.ts";
import { readTokenFile } from "./read-token-file.ts";
import type { TokenFile } from "./token-file.ts";

/** How far a run came. */
export interface TakenOver {
  readonly added: number;
  readonly wereThere: number;
  /** Of customers for whom something changed since the file was checked. */
  readonly problems: LineProblems;
  /** Why it ended before the file did. */
  readonly stopped: string | null;
}

/** Takes a checked file over, piece by piece; every piece that is told as done is committed. */
export async function takeOver(file: TokenFile, checked: Checked, work: Work): Promise<TakenOver> {
  const problems = new LineProblems();
  const pieces = new Pieces(work, file.serviceId, false);
  let added = 0;
  let wereThere = 0;
  const take = (settled: readonly Settled[]) => {
    for (const { line, result } of settled) {
      if (result === "added") added += 1;
      else if (result === "was there") wereThere += 1;
      else problems.add({ line: line.line, problem: problemText(result) });
    }
  };
  const show = () => {
    const done = added + wereThere + problems.count;
    work.progress.show({ doing: "taking over", done, of: checked.tokens, fraction: done / checked.tokens });
  };

  try {
    let seen = 0;
    for await (const { lines } of readTokenFile(file.text, file.passOver)) {
      for (const line of lines) {
        if ("problem" in line) throw new Refused("The file was changed since it was checked.");
        seen += 1;
        if (seen <= checked.wereThereFirst) {
          wereThere += 1;
          continue;
        }
        take(await pieces.push(line));
        show();
        work.stopIfAsked("Stopped.");
      }
    }
    take(await pieces.end());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { added, wereThere, problems, stopped: error.message };
  } finally {
    work.progress.clear();
  }
  return { added, wereThere, problems, stopped: null };
}
