import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openArena } from "./arena.ts";
import { readOptions, usage } from "./options.ts";
import { reportText } from "./report/report.ts";
import { writeIntoDocs } from "./report/write-docs.ts";
import { runBench } from "./run-bench.ts";

// `npm run bench`: everything in one run on one machine. Ratios are the result; absolute numbers belong to this machine at this
// moment. docs/performance.md says what is measured and how.
const args = process.argv.slice(2);
if (args.includes("--help")) process.stdout.write(`${usage}\n`);
else await bench();

async function bench(): Promise<void> {
  const options = readOptions(args);
  const startedAt = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "warifu-bench-"));
  const keep = options.keep ? join(tmpdir(), "warifu-bench-kept") : null;
  if (keep !== null) mkdirSync(keep, { recursive: true, mode: 0o700 });
  const say = (text: string) =>
    process.stderr.write(`  ${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${text}\n`);
  const arena = openArena({ folder, keep, say });
  const cleanUp = async (): Promise<void> => {
    await arena.stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
  }
  try {
    const report = await runBench(arena, options);
    const text = reportText(report);
    process.stdout.write(text);
    if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    if (options.writeDocs) writeIntoDocs(text);
  } finally {
    await cleanUp();
  }
}
