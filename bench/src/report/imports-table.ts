import type { ImportMeasured } from "../import/import-part.ts";
import { decimals, markdownTable, whole } from "./table.ts";

export function importsTable(imports: readonly ImportMeasured[]): string {
  const heads = [
    "token import beside codes",
    "tokens",
    "minutes",
    "tokens/s",
    "command's peak MB",
    "server before MB",
    "server's peak MB",
    "codes/s",
    "p99 before ms",
    "p99 meanwhile ms",
    "ratio",
    "slowest meanwhile ms",
  ];
  return markdownTable(
    heads,
    imports.map((one) => [
      one.store,
      whole(one.tokens),
      decimals(one.seconds / 60, 1),
      whole(one.tokens / one.seconds),
      decimals(one.commandPeak, 0),
      decimals(one.serverBefore, 0),
      decimals(one.serverPeak, 0),
      whole(one.codesPerSecond),
      decimals(one.before.p99Ms, 1),
      decimals(one.meanwhile.p99Ms, 1),
      decimals(one.meanwhile.p99Ms / one.before.p99Ms, 1),
      decimals(one.meanwhile.slowestMs, 0),
    ]),
  );
}
