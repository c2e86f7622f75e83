import { parseArgs } from "node:util";
import { faults } from "./faults/faults.ts";
import { runFaults } from "./faults/run-faults.ts";

// `npm run torture`: every fault in its long form; `-- --short`: the form for every change; `-- NAME …`: only these.
const { values, positionals } = parseArgs({ options: { short: { type: "boolean" } }, allowPositionals: true });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const known = new Map(faults.map((fault) => [fault.name, fault]));
const unknown = positionals.filter((name) => !known.has(name));

if (unknown.length > 0) {
  print(`No fault is called ${unknown.join(", ")}. There are:`);
  for (const { name, says } of faults) print(`  ${name.padEnd(24)} ${says}`);
  process.exitCode = 2;
} else {
  const chosen = positionals.length === 0 ? faults : faults.filter(({ name }) => positionals.includes(name));
  const options = { short: values.short ?? false, mayNotSkip: process.env["CI"] === "true", print };
  const held = await runFaults(chosen, options);
  print(held ? "Every promise held." : "A promise was broken.");
  process.exitCode = held ? 0 : 1;
}
