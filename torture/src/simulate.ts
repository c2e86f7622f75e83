import { parseArgs } from "node:util";
import { runSimulation } from "./simulation/run-simulation.ts";

const usage = `npm run simulate -- [--seed N | --seeds A-B | --count N]
  --seed N     runs one seed and prints what happens
  --seeds A-B  runs the seeds from A to B
  --count N    runs so many seeds, from 1 on (500)
  --quiet      with --seed: prints only the verdict`;

process.exitCode = main();

function main(): number {
  const range = readRange();
  if (range === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const [first, last, traced] = range;
  const began = performance.now();
  for (let seed = first; seed <= last; seed += 1) {
    const { findings, told } = runSimulation({ seed, ...(traced ? { trace: print } : {}) });
    const mostFirst = [...told].toSorted(([, one], [, other]) => other - one);
    if (traced) for (const [words, times] of mostFirst) print(`${String(times).padStart(6)}  ${words}`);
    for (const { rule, says } of findings) print(`seed ${seed}: ${rule}: ${says}`);
    if (findings.length > 0) {
      print(`seed ${seed} failed: npm run simulate -- --seed ${seed}`);
      return 1;
    }
  }
  print(`${last - first + 1} seeds kept every promise, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return 0;
}

function readRange(): readonly [first: number, last: number, traced: boolean] | null {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string" },
        seeds: { type: "string" },
        count: { type: "string", default: "500" },
        quiet: { type: "boolean", default: false },
      },
    });
    const text = values.seed ?? values.seeds ?? `1-${values.count}`;
    const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? [];
    return first === undefined ? null : [Number(first), Number(last), values.seed !== undefined && !values.quiet];
  } catch {
    return null;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
