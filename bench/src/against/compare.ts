import type { Line } from "../http/summarise.ts";
import { median } from "../http/summarise.ts";

/** A ratio pair by pair: its median, and between which ratios the middle half of the pairs lies. */
export interface Spread {
  readonly median: number;
  readonly lowerQuarter: number;
  readonly upperQuarter: number;
}

/** This checkout ÷ the other one. */
export interface Comparison {
  readonly what: string;
  readonly pairs: number;
  readonly throughput: Spread;
  /** CPU of the server for one request; null where it cannot be told. */
  readonly serverCpu: Spread | null;
  readonly thisPerSecond: number;
  readonly otherPerSecond: number;
}

/** The same open loop on both. */
export interface TailComparison {
  readonly what: string;
  readonly perSecond: number;
  readonly thisP99Ms: number | null;
  readonly otherP99Ms: number | null;
  readonly thisP999Ms: number | null;
  readonly otherP999Ms: number | null;
}

export function compare(what: string, mine: Line, other: Line): Comparison {
  return {
    what,
    pairs: mine.rounds.length,
    throughput: spread(pairwise(mine.rounds, other.rounds)),
    serverCpu:
      mine.serverCpuRounds === null || other.serverCpuRounds === null
        ? null
        : spread(pairwise(mine.serverCpuRounds, other.serverCpuRounds)),
    thisPerSecond: mine.perSecond,
    otherPerSecond: other.perSecond,
  };
}

export function compareTails(what: string, mine: Line, other: Line): TailComparison {
  return {
    what,
    perSecond: mine.perSecond,
    thisP99Ms: mine.p99Ms,
    otherP99Ms: other.p99Ms,
    thisP999Ms: mine.p999Ms,
    otherP999Ms: other.p999Ms,
  };
}

function pairwise(above: readonly number[], below: readonly number[]): number[] {
  return above.map((value, pair) => value / (below[pair] ?? Number.NaN));
}

/** @param ratios at least one */
export function spread(ratios: readonly number[]): Spread {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: median(ratios), lowerQuarter: at(0.25), upperQuarter: at(0.75) };
}
