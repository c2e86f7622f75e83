import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Arena } from "../arena.ts";
import { orderFor } from "../http/entrant.ts";
import type { Contender } from "../http/contender.ts";
import { rest } from "../http/quiet.ts";
import type { Store } from "../http/stores.ts";
import { sizeContender } from "../http/verify-contenders.ts";
import { warmUp } from "../http/warm-up.ts";
import { merge, percentile } from "../load/latency-histogram.ts";
import type { LatencyHistogram } from "../load/latency-histogram.ts";
import { memoryOf } from "../load/process-figures.ts";
import type { WindowResult } from "../load/window.ts";
import type { Options } from "../options.ts";
import { startWarifu } from "../servers/start-warifu.ts";
import { runImport } from "./run-import.ts";
import { writeTokenFile } from "./write-token-file.ts";

/** Codes of others before and while a file of tokens is taken over. */
export interface ImportMeasured {
  readonly store: string;
  readonly tokens: number;
  /** From the start of the command to its end: checking and taking over. */
  readonly seconds: number;
  /** Megabytes (10^6 bytes); null where there is no /proc. */
  readonly commandPeak: number | null;
  readonly serverBefore: number | null;
  readonly serverPeak: number | null;
  readonly codesPerSecond: number;
  readonly before: Latencies;
  readonly meanwhile: Latencies;
}

export interface Latencies {
  readonly codes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

/** Whose codes come meanwhile: each gives a new one every minute. */
const population = 20_000;
const codesPerSecond = 100;
const windowSeconds = 5;

/**
 * Takes tokens over by `warifu token import`, as an operator would, while right codes of others come at a fixed rate, whether or not
 * earlier ones have been answered. The same rate before it, for comparison.
 */
export async function importPart(
  arena: Arena,
  { tokens, quick }: Pick<Options, "tokens" | "quick">,
  stores: readonly Store[],
): Promise<ImportMeasured[]> {
  const measured: ImportMeasured[] = [];
  for (const store of stores) measured.push(await importInto(arena, store, tokens, quick));
  return measured;
}

async function importInto(arena: Arena, store: Store, tokens: number, quick: boolean): Promise<ImportMeasured> {
  const { load, say, folder } = arena;
  const database = await store.database(population);
  const server = await arena.start(startWarifu(database));
  const contender = sizeContender(store.name, database, server);
  await warmUp(load, contender, 4);
  const file = join(folder, `${store.name}-tokens.csv`);
  await writeTokenFile(file, tokens);
  const order = openOrder(contender);
  await rest(true);
  const before: WindowResult[] = [];
  for (let window = 0; window < (quick ? 2 : 6); window += 1) before.push(await load.run(order));
  const serverBefore = memoryOf(server.pid)?.resident ?? null;

  say(`${store.name}: taking ${tokens.toLocaleString("en")} tokens over`);
  const importing = runImport(database, file, say);
  const meanwhile: WindowResult[] = [];
  while (!importing.hasEnded()) meanwhile.push(await load.run(order));
  const { seconds, peak } = await importing.ended;
  const serverPeak = memoryOf(server.pid)?.peak ?? null;
  rmSync(file);
  await server.stop();
  return {
    store: store.name,
    tokens,
    seconds,
    commandPeak: peak,
    serverBefore,
    serverPeak,
    codesPerSecond,
    before: latenciesOf(before.map(({ latency }) => latency)),
    meanwhile: latenciesOf(meanwhile.map(({ latency }) => latency)),
  };
}

function openOrder(contender: Contender) {
  return { ...orderFor(contender, windowSeconds, codesPerSecond * windowSeconds), perSecond: codesPerSecond };
}

function latenciesOf(histograms: readonly LatencyHistogram[]): Latencies {
  const all = merge(histograms);
  return {
    codes: all.counts.reduce((sum, count) => sum + count, 0),
    p50Ms: percentile(all, 0.5),
    p99Ms: percentile(all, 0.99),
    slowestMs: percentile(all, 1),
  };
}
