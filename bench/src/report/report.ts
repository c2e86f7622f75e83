import type { ImportMeasured } from "../import/import-part.ts";
import type { CodesMeasured } from "../in-process/codes-part.ts";
import type { Measured } from "../in-process/measure.ts";
import type { Comparison, TailComparison } from "../against/compare.ts";
import { againstTable } from "./against-table.ts";
import { importsTable } from "./imports-table.ts";
import type { Machine } from "./machine.ts";
import type { Line } from "../http/summarise.ts";
import { decimals, linesTable, markdownTable, whole } from "./table.ts";
import { isMet } from "../http/targets.ts";
import type { MeasuredMemory, Target } from "../http/targets.ts";

/** Everything that one run found out; also what `--json` writes. */
export interface Report {
  readonly command: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly secondsPerWindow: number;
  readonly tokens: number;
  readonly codes: CodesMeasured | null;
  readonly lines: readonly Line[];
  readonly memory: readonly MeasuredMemory[];
  readonly imports: readonly ImportMeasured[];
  /** This checkout against another one; null when that was not asked for. */
  readonly against: { readonly comparisons: readonly Comparison[]; readonly tails: readonly TailComparison[] } | null;
  readonly targets: readonly Target[];
}

const busyNote =
  "**Something else kept this machine busy before the run and probably during it: the numbers say little.**\n";

export function reportText(report: Report): string {
  const { machine, targets, lines, codes, memory } = report;
  const parts = [
    `\`${report.command}\`, ${machine.date}\n`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}; Node ${machine.node}, SQLite ${machine.sqlite}` +
      `${machine.postgres === null ? "" : `, ${machine.postgres}`}. Load average before the start: ${machine.loadBefore}.\n` +
      `${whole(report.tokens)} tokens where no number is given; median of ${report.rounds} rounds of ${report.secondsPerWindow} s, everybody in turn.\n`,
    ...(machine.loadBefore > machine.cores / 4 ? [busyNote] : []),
    ...(report.against === null
      ? [targetsTable(targets)]
      : [againstTable(report.against.comparisons, report.against.tails)]),
    ...(lines.length > 0 ? [linesTable(lines)] : []),
    ...(memory.length > 0 ? [memoryTable(memory)] : []),
    ...(report.imports.length > 0 ? [importsTable(report.imports)] : []),
    ...(codes === null ? [] : [codesTable(codes)]),
  ];
  return parts.join("\n");
}

function targetsTable(targets: readonly Target[]): string {
  const rows = targets.map((target) => {
    const { what, bound, limit, unit, measured } = target;
    const met = isMet(target);
    const withUnit = (value: string) => (unit === "" ? value : `${value} ${unit}`);
    const places = unit === "MB" ? 0 : 2;
    return [
      what,
      withUnit(`${bound === "at least" ? "≥" : "≤"} ${limit}`),
      measured === null ? "not measured" : withUnit(decimals(measured, places)),
      met === null ? "–" : met ? "yes" : "no",
    ];
  });
  return markdownTable(["what", "target", "measured", "met"], rows);
}

function memoryTable(memory: readonly MeasuredMemory[]): string {
  return markdownTable(
    ["memory of one server", "tokens", "beyond file pages MB", "resident MB"],
    memory.map(({ store, tokens, beyondFilePages, resident }) => [
      store,
      whole(tokens),
      decimals(beyondFilePages, 0),
      decimals(resident, 0),
    ]),
  );
}

function codesTable({ wrong, right }: CodesMeasured): string {
  const rightOf = (name: string): Measured | undefined => right.find((one) => one.name === name);
  return markdownTable(
    ["in one process", "HMAC", "wrong codes/s", "slowest–fastest", "right codes/s", "slowest–fastest"],
    wrong.map((one) => {
      const other = rightOf(one.name);
      const cells = (measured: Measured | undefined) =>
        measured === undefined
          ? ["–", "–"]
          : [whole(measured.checksPerSecond), `${whole(measured.slowest)}–${whole(measured.fastest)}`];
      return [one.name, one.hmac, ...cells(one), ...cells(other)];
    }),
  );
}
