import { count } from "../progress.ts";
import type { LineProblem } from "./read-token-file.ts";

const mostTold = 50;

/** What is wrong with a file, by its lines: the first fifty are told, all are counted. */
export class LineProblems {
  #told: LineProblem[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Further ones would only be counted. */
  get isFull(): boolean {
    return this.#count >= mostTold;
  }

  add(problem: LineProblem): void {
    this.#count += 1;
    if (this.#told.length < mostTold) this.#told.push(problem);
  }

  text(): string {
    const lines = this.#told
      .toSorted((a, b) => a.line - b.line)
      .map(({ line, problem }) => `  line ${line}: ${problem}`);
    const more = this.#count - this.#told.length;
    return [...lines, ...(more > 0 ? [`  … and ${count(more)} more`] : [])].join("\n");
  }
}
