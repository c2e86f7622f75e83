import type { Comparison, Spread, TailComparison } from "../against/compare.ts";
import { decimals, markdownTable, whole } from "./table.ts";

/** This checkout ÷ the other one: medians of the pairs, with the middle half of the pairs behind them. */
export function againstTable(comparisons: readonly Comparison[], tails: readonly TailComparison[]): string {
  const ratios = markdownTable(
    ["this ÷ other", "pairs", "throughput", "server CPU per code", "this, codes/s", "other, codes/s"],
    comparisons.map(({ what, pairs, throughput, serverCpu, thisPerSecond, otherPerSecond }) => [
      what,
      String(pairs),
      withSpread(throughput),
      serverCpu === null ? "–" : withSpread(serverCpu),
      whole(thisPerSecond),
      whole(otherPerSecond),
    ]),
  );
  if (tails.length === 0) return ratios;
  const open = markdownTable(
    ["open loop", "codes/s", "this: p99 ms", "other: p99 ms", "this: p99.9 ms", "other: p99.9 ms"],
    tails.map(({ what, perSecond, thisP99Ms, otherP99Ms, thisP999Ms, otherP999Ms }) => [
      what,
      whole(perSecond),
      ...[thisP99Ms, otherP99Ms, thisP999Ms, otherP999Ms].map((ms) => decimals(ms, 2)),
    ]),
  );
  return `${ratios}\n${open}`;
}

function withSpread({ median, lowerQuarter, upperQuarter }: Spread): string {
  return `${decimals(median, 2)} (${decimals(lowerQuarter, 2)}–${decimals(upperQuarter, 2)})`;
}
