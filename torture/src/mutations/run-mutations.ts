import { copyTree, type CopiedTree } from "./copied-tree.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

export interface MutationOptions {
  /** Only the mutants of the short form. */
  readonly short: boolean;
  /** Only those whose name contains one of these; all of them when it is empty. */
  readonly named?: readonly string[];
  readonly print: (line: string) => void;
}

/**
 * Takes away one guard after the other, in a copy of the sources, and runs the tests that must notice. A mutant that no test
 * kills is a promise that nobody tries.
 * @returns whether every mutant was killed
 */
export async function runMutations({ short, named = [], print }: MutationOptions): Promise<boolean> {
  const chosen = mutants.filter(
    ({ name, short: isShort }) =>
      (!short || isShort === true) && (named.length === 0 || named.some((words) => name.includes(words))),
  );
  const tree = copyTree();
  try {
    const needed = [...new Set(chosen.flatMap(({ tests }) => tests))];
    if ((await tree.test(needed)) !== "passed") {
      print(`The tests are not green without any mutant: ${needed.join(" ")}`);
      return false;
    }
    let survivors = 0;
    for (const mutant of chosen) {
      const problem = await problemOf(mutant, tree);
      print(`${problem === null ? "killed  " : "SURVIVED"}  ${mutant.name}${problem === null ? "" : `: ${problem}`}`);
      if (problem !== null) survivors += 1;
    }
    print(`${chosen.length - survivors} of ${chosen.length} mutants were killed.`);
    return survivors === 0;
  } finally {
    tree.remove();
  }
}

async function problemOf({ file, find, replace, tests }: Mutant, tree: CopiedTree): Promise<string | null> {
  const source = tree.read(file);
  if (source.split(find).length !== 2) return `its text does not stand in ${file} exactly once`;
  tree.write(
    file,
    source.replace(find, () => replace),
  );
  const run = await tree.test(tests);
  tree.write(file, source);
  if (run === "failed") return null;
  return run === "passed"
    ? `no test of ${tests.join(" ")} fails without this guard of ${file}`
    : "its tests did not run";
}

// As a program: the long form, `--short`, or words that the names of the chosen contain.
if (import.meta.main) {
  const given = process.argv.slice(2);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  process.exitCode = (await runMutations({
    short: given.includes("--short"),
    named: given.filter((word) => word !== "--short"),
    print,
  }))
    ? 0
    : 1;
}
