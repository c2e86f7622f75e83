import type { Contender } from "../http/contender.ts";
import { merge, percentile } from "../load/latency-histogram.ts";
import type { WindowResult } from "../load/window.ts";

/** What the table tells of one contender. */
export interface Line {
  readonly id: string;
  readonly title: string;
  readonly connections: number;
  /** Requests a second: median of the rounds, slowest and fastest round, and each. */
  readonly perSecond: number;
  readonly slowest: number;
  readonly fastest: number;
  readonly rounds: readonly number[];
  /** Over all rounds together. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  /** CPU of the server processes (without the database's) for one request; null where it cannot be told. */
  readonly serverCpuMicros: number | null;
  /** CPU of the load generator, in cores: near 1 it would be the bottleneck itself. */
  readonly loadCores: number | null;
  /** CPU of the whole machine, in cores. */
  readonly busyCores: number | null;
  readonly requests: number;
}

export function summarise(
  { id, title, connections }: Pick<Contender, "id" | "title" | "connections">,
  results: readonly WindowResult[],
): Line {
  const rates = results.map(({ counted, milliseconds }) => (counted / milliseconds) * 1000);
  const latency = merge(results.map((result) => result.latency));
  const sum = (pick: (result: WindowResult) => number | null): number | null =>
    results.reduce<number | null>((total, result) => plus(total, pick(result)), 0);
  const sent = results.reduce((total, result) => total + result.sent, 0);
  const wholeMs = results.reduce((total, result) => total + result.wholeMs, 0);
  const share = (part: number | null, whole: number) => (part === null ? null : part / whole);
  return {
    id,
    title,
    connections,
    perSecond: median(rates),
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    rounds: rates,
    p50Ms: percentile(latency, 0.5),
    p99Ms: percentile(latency, 0.99),
    p999Ms: percentile(latency, 0.999),
    serverCpuMicros: share(
      sum((result) => (result.serverCpuMs === null ? null : result.serverCpuMs * 1000)),
      sent,
    ),
    loadCores: share(
      sum(({ ownCpuMs }) => ownCpuMs),
      wholeMs,
    ),
    busyCores: share(
      sum(({ machineBusyMs }) => machineBusyMs),
      wholeMs,
    ),
    requests: sent,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}
