import type { Line } from "../http/summarise.ts";

/** Rows of cells as a Markdown table: reads well in a terminal too. The first column is text, the others numbers. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) => Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? "", width, column)).join(" | ")} |\n`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |\n`;
  return line(heads) + rule + rows.map(line).join("");
}

export function linesTable(lines: readonly Line[]): string {
  const heads = [
    "",
    "connections",
    "requests/s",
    "slowest–fastest",
    "p50 ms",
    "p99 ms",
    "p99.9 ms",
    "server CPU µs",
    "load cores",
    "machine cores",
    "stolen %",
  ];
  return markdownTable(
    heads,
    lines.map((line) => [
      line.title,
      String(line.connections),
      whole(line.perSecond),
      `${whole(line.slowest)}–${whole(line.fastest)}`,
      decimals(line.p50Ms, 2),
      decimals(line.p99Ms, 2),
      decimals(line.p999Ms, 2),
      decimals(line.serverCpuMicros, 0),
      decimals(line.loadCores, 2),
      decimals(line.busyCores, 2),
      decimals(line.stolen * 100, 0),
    ]),
  );
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

export function decimals(value: number | null, places: number): string {
  return value === null || Number.isNaN(value) ? "–" : value.toFixed(places);
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
