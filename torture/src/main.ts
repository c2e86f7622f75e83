import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { faults } from "./faults/faults.ts";
import { runFaults } from "./faults/run-faults.ts";

// `npm run torture`: everything in its long form; `-- --short`: the faults in the form for every change; `-- NAME …`: only these.
const programs = [
  { name: "simulate", file: "simulate.ts", args: ["--count", "5000"], says: "the simulator, 5000 seeds" },
  { name: "mutations", file: "mutations/run-mutations.ts", args: [], says: "every mutated guard is noticed by a test" },
];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, strict: false });
  const { short: isShort, help, ...others } = values;
  const known = [...programs, ...faults];
  const unknown = [
    ...Object.keys(others).map((name) => `--${name}`),
    ...positionals.filter((name) => known.every((one) => one.name !== name)),
  ];
  if (unknown.length > 0 || help === true) {
    if (unknown.length > 0) print(`Nothing here is called ${unknown.join(", ")}.`);
    print("npm run torture -- [--short] [NAME ...], where NAME is one of:");
    for (const { name, says } of known) print(`  ${name.padEnd(24)} ${says}`);
    return unknown.length > 0 ? 2 : 0;
  }
  const short = isShort === true;
  const isChosen = ({ name }: { readonly name: string }) => positionals.length === 0 || positionals.includes(name);
  let held = true;
  for (const program of programs.filter(isChosen)) {
    // Their short forms are run with the tests of every change.
    if (positionals.length > 0 || !short) held = (await runProgram(program)) && held;
  }
  const options = { short, mayNotSkip: process.env["CI"] === "true", print };
  held = (await runFaults(faults.filter(isChosen), options)) && held;
  print(held ? "Every promise held." : "A promise was broken.");
  return held ? 0 : 1;
}

async function runProgram({ name, file, args, says }: (typeof programs)[number]): Promise<boolean> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  print(`${code === 0 ? "✓" : "✗"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s): ${says}`);
  return code === 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
