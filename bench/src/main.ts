import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBench } from "./run-bench.ts";
import { readOptions, usage } from "./options.ts";

// `npm run bench`: everything in one run on one machine. Ratios are the result; absolute numbers belong to this machine at this
// moment. docs/performance.md says what is measured and how.
const args = process.argv.slice(2);
if (args.includes("--help")) {
  process.stdout.write(`${usage}\n`);
} else {
  const options = readOptions(args);
  const folder = mkdtempSync(join(tmpdir(), "warifu-bench-"));
  const keep = options.keep ? join(tmpdir(), "warifu-bench-kept") : null;
  if (keep !== null) mkdirSync(keep, { recursive: true, mode: 0o700 });
  try {
    const report = await runBench(options, { folder, keep, say: (text) => process.stderr.write(`  ${text}\n`) });
    process.stdout.write(report.text);
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report.json, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
