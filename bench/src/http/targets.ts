import { median } from "./summarise.ts";
import type { Line } from "./summarise.ts";

/** One promise with what came out. `measured` is null when this run did not measure it. */
export interface Target {
  readonly what: string;
  readonly bound: "at least" | "at most";
  readonly limit: number;
  readonly unit: "" | "ms" | "MB";
  readonly measured: number | null;
}

/** Null when nothing was measured. */
export function isMet({ bound, limit, measured }: Target): boolean | null {
  if (measured === null || Number.isNaN(measured)) return null;
  return bound === "at least" ? measured >= limit : measured <= limit;
}

/** Median of the ratios round by round: load that comes and goes falls on both. Null when one of them was not measured. */
export function ratio(above: Line | undefined, below: Line | undefined): number | null {
  if (above === undefined || below === undefined || above.rounds.length !== below.rounds.length) return null;
  return median(above.rounds.map((rate, round) => rate / (below.rounds[round] ?? Number.NaN)));
}

/** CPU for one request ÷ CPU of the others for one each, round by round: the median. Null when one of them was not measured. */
export function cpuRatio(
  of: "serverCpuRounds" | "workCpuRounds",
  above: Line | undefined,
  ...below: readonly (Line | undefined)[]
): number | null {
  const each = below.map((line) => line?.[of] ?? null);
  const rounds = above?.[of] ?? null;
  if (rounds === null || !each.every((one) => one?.length === rounds.length)) return null;
  return median(
    rounds.map((micros, round) => micros / each.reduce((sum, one) => sum + (one?.[round] ?? Number.NaN), 0)),
  );
}

/** Times are turned over: how many times a right code's time a wrong one takes. */
function cost(lines: ReadonlyMap<string, Line>, store: string, kind: string): number | null {
  return ratio(lines.get(`${store}/right/64`), lines.get(`${store}/${kind}/64`));
}

export interface MeasuredMemory {
  readonly store: string;
  readonly tokens: number;
  readonly beyondFilePages: number;
  readonly resident: number;
}

export interface CodesRatios {
  readonly bareLoop: number;
  readonly otpauthRight: number;
  /** As it comes, with a JavaScript HMAC; and with Node's plugged in. */
  readonly otplibRight: number;
  readonly otplibOnNodeRight: number;
}

const mostTokens = 10_000_000;

/** The targets, in the order in which they were set. */
export function targetsOf(
  all: readonly Line[],
  memory: readonly MeasuredMemory[],
  codes: CodesRatios | null,
): readonly Target[] {
  const lines = new Map(all.map((line) => [line.id, line]));
  const echo = lines.get("echo/64");
  const size = (store: string) => ratio(lines.get(`${store}/size/${mostTokens}`), lines.get(`${store}/size/10000`));
  const atMost = (store: string) => memory.find((one) => one.store === store && one.tokens === mostTokens);
  const p99 = (store: string) => lines.get(`${store}/right/64/open`)?.p99Ms ?? null;
  const least = (what: string, limit: number, measured: number | null): Target => ({
    what,
    bound: "at least",
    limit,
    unit: "",
    measured,
  });
  const most = (what: string, limit: number, unit: Target["unit"], measured: number | null): Target => ({
    what,
    bound: "at most",
    limit,
    unit,
    measured,
  });
  return [
    most(
      "SQLite: the server's CPU for a right code ÷ bare Fastify echo's for a request",
      4.5,
      "",
      cpuRatio("serverCpuRounds", lines.get("SQLite/right/64"), echo),
    ),
    most(
      "PostgreSQL: CPU of server and database for a right code ÷ (bare echo's for a request + pgbench's for an update)",
      1.2,
      "",
      cpuRatio("workCpuRounds", lines.get("PostgreSQL/right/64"), echo, lines.get("pgbench/16")),
    ),
    most(
      "SQLite: the server's CPU for a right code with Idempotency-Key ÷ without",
      1.2,
      "",
      cpuRatio("serverCpuRounds", lines.get("SQLite/right-once/64"), lines.get("SQLite/right/64")),
    ),
    most(
      "PostgreSQL: CPU of server and database for a right code with Idempotency-Key ÷ without",
      1.2,
      "",
      cpuRatio("workCpuRounds", lines.get("PostgreSQL/right-once/64"), lines.get("PostgreSQL/right/64")),
    ),
    ...["SQLite", "PostgreSQL"].flatMap((store) => [
      most(`${store}: wrong code (a token's first) ÷ right code, cost`, 1.3, "", cost(lines, store, "wrong")),
      most(`${store}: wrong code (second in a row) ÷ right code, cost`, 1.3, "", cost(lines, store, "wrongAgain")),
      most(`${store}: replay ÷ right code, cost`, 1.3, "", cost(lines, store, "replay")),
    ]),
    least("SQLite: 10 million ÷ 10 thousand tokens, throughput", 0.8, size("SQLite")),
    least("PostgreSQL: 10 million ÷ 10 thousand tokens, throughput", 0.8, size("PostgreSQL")),
    most("SQLite: open loop at 25 % of capacity, p99", 10, "ms", p99("SQLite")),
    most("PostgreSQL: open loop at 25 % of capacity, p99", 15, "ms", p99("PostgreSQL")),
    least("in process: check of all three steps ÷ bare createHmac loop", 0.9, codes?.bareLoop ?? null),
    least("in process: right code ÷ otpauth", 1, codes?.otpauthRight ?? null),
    least("in process: right code ÷ otplib, as it comes", 2, codes?.otplibRight ?? null),
    least("in process: right code ÷ otplib, Node's HMAC plugged in", 2, codes?.otplibOnNodeRight ?? null),
    most(
      "SQLite: memory of the server at 10 million tokens beyond file pages",
      300,
      "MB",
      atMost("SQLite")?.beyondFilePages ?? null,
    ),
    most(
      "PostgreSQL: memory of the server at 10 million tokens beyond file pages",
      300,
      "MB",
      atMost("PostgreSQL")?.beyondFilePages ?? null,
    ),
  ];
}
