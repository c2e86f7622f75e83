/** One guard taken away: a small change of one source file that no test may let pass. */
export interface Mutant {
  readonly name: string;
  /** From the root. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The tests that must notice; each of them is green without the mutant. */
  readonly tests: readonly string[];
  /** Also part of the short form. */
  readonly short?: true;
}
