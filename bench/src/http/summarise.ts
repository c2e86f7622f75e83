import type { CpuFigures } from "../load/window.ts";
import type { Sample } from "./entrant.ts";
import type { Outcome } from "./run-rounds.ts";
import { merge, percentile } from "../load/latency-histogram.ts";

/** What the table tells of one entrant. */
export interface Line {
  readonly id: string;
  readonly title: string;
  readonly connections: number;
  /** Requests a second: median of the rounds, slowest and fastest round, and each. */
  readonly perSecond: number;
  readonly slowest: number;
  readonly fastest: number;
  readonly rounds: readonly number[];
  /** Over all rounds together; null where only a rate was measured. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  /** CPU of the server processes (without the database's) for one request; null where it cannot be told. */
  readonly serverCpuMicros: number | null;
  /** The same of each round. */
  readonly serverCpuRounds: readonly number[] | null;
  /** CPU of everything on the machine but the load generator, for one request, of each round. */
  readonly workCpuRounds: readonly number[] | null;
  /** CPU of the load generator, in cores: near 1 it would be the bottleneck itself. */
  readonly loadCores: number | null;
  /** CPU of the whole machine, in cores. */
  readonly busyCores: number | null;
  /** How much of the machine its host took away, 0 to 1: mean of the rounds. */
  readonly stolen: number;
  readonly requests: number;
}

export function summarise({ entrant, samples }: Outcome): Line {
  const { id, title, connections } = entrant;
  const rates = samples.map(({ counted, milliseconds }) => (counted / milliseconds) * 1000);
  const histograms = samples.flatMap(({ latency }) => latency ?? []);
  const latency = histograms.length === samples.length ? merge(histograms) : null;
  const sent = samples.reduce((total, sample) => total + sample.sent, 0);
  const cpu = samples.flatMap((sample) => sample.cpu ?? []);
  const total = (pick: (figures: (typeof cpu)[number]) => number | null): number | null =>
    cpu.length < samples.length
      ? null
      : cpu.map(pick).reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
  const wholeMs = total((figures) => figures.wholeMs);
  const cores = (ms: number | null) => (ms === null || wholeMs === null ? null : ms / wholeMs);
  const serverMs = total((figures) => figures.serverMs);
  return {
    id,
    title,
    connections,
    perSecond: median(rates),
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    rounds: rates,
    p50Ms: latency && percentile(latency, 0.5),
    p99Ms: latency && percentile(latency, 0.99),
    p999Ms: latency && percentile(latency, 0.999),
    serverCpuMicros: serverMs === null ? null : (serverMs * 1000) / sent,
    serverCpuRounds: microsEach(samples, ({ serverMs }) => serverMs),
    workCpuRounds: microsEach(samples, ({ machineMs, loadMs }) => (machineMs === null ? null : machineMs - loadMs)),
    loadCores: cores(total((figures) => figures.loadMs)),
    busyCores: cores(total((figures) => figures.machineMs)),
    stolen: samples.reduce((sum, sample) => sum + (sample.stolen ?? 0), 0) / samples.length,
    requests: sent,
  };
}

/** For one request, of each round; null when it cannot be told of one of them. */
function microsEach(
  samples: readonly Sample[],
  msOf: (figures: CpuFigures) => number | null,
): readonly number[] | null {
  const each = samples.map(({ cpu, sent }) => {
    const ms = cpu === null ? null : msOf(cpu);
    return ms === null ? null : (ms * 1000) / sent;
  });
  return each.every((micros) => micros !== null) ? each : null;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
