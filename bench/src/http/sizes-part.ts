import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Arena } from "../arena.ts";
import type { Options } from "../options.ts";
import type { Database } from "../population/database.ts";
import { periodSeconds } from "../population/population.ts";
import { summarise } from "./summarise.ts";
import type { Line } from "./summarise.ts";
import type { MeasuredMemory } from "./targets.ts";
import { startWarifu } from "../servers/start-warifu.ts";
import { httpEntrant } from "./entrant.ts";
import { memoryOfAll } from "./http-part.ts";
import type { Running } from "./http-part.ts";
import { runRounds } from "./run-rounds.ts";
import type { Store } from "./stores.ts";
import { sizeContender } from "./verify-contenders.ts";
import { warmUp } from "./warm-up.ts";

/** Rounds that one minute's codes of the smallest population are enough for: those of this minute, and those of the next. */
const roundsAtOnce = 2;
const codesForARound = 100_000;

/** Right codes on populations of different sizes, in the same rounds. Populations that run already are used again. */
export async function sizesPart(
  arena: Arena,
  options: Options,
  stores: readonly Store[],
  already: readonly Running[],
): Promise<{ lines: readonly Line[]; memory: readonly MeasuredMemory[] }> {
  const { load, say } = arena;
  const { sizes, quick } = options;
  const lines: Line[] = [];
  const memory: MeasuredMemory[] = [];
  for (const store of stores) {
    const running: Running[] = [];
    for (const tokens of sizes) {
      const known = already.find((one) => one.store.name === store.name && one.database.tokens === tokens);
      running.push(known ?? (await startOn(arena, store, await store.database(tokens))));
    }
    const contenders = running.flatMap(({ database, servers: [server] }) =>
      server === undefined ? [] : sizeContender(store.name, database, server),
    );
    say(`${store.name}: warming up`);
    for (const contender of contenders) await warmUp(load, contender, quick ? 2 : 20);
    const smallest = Math.min(...sizes);
    const outcomes = await runRounds(
      contenders.map((contender) => httpEntrant(load, contender)),
      {
        ...options,
        say,
        beforeRound: async (round) => {
          if (smallest < codesForARound && (quick ? round >= roundsAtOnce : round > 0)) await nextMinute(say);
        },
      },
    );
    lines.push(...outcomes.map(summarise));
    memory.push(...running.flatMap(memoryOfAll));
  }
  return { lines, memory };
}

async function startOn(arena: Arena, store: Store, database: Database): Promise<Running> {
  await readThrough(database.place);
  return { store, database, servers: [await arena.start(startWarifu(database))] };
}

/** Brings a file, or all of a folder, into the page cache, where there is room: warm, as a machine that runs for days is. */
async function readThrough(place: string): Promise<void> {
  try {
    if (statSync(place).isDirectory()) {
      for (const name of readdirSync(place)) await readThrough(join(place, name));
      return;
    }
    for await (const chunk of createReadStream(place, { highWaterMark: 1 << 20 })) void chunk;
  } catch (error) {
    // PostgreSQL is running: it makes small files anew all the time.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Codes are used once: a small population has new ones in the next minute only. */
async function nextMinute(say: (text: string) => void): Promise<void> {
  const periodMs = periodSeconds * 1000;
  const leftMs = periodMs - (Date.now() % periodMs);
  say(`waiting ${Math.ceil(leftMs / 1000)} s for the next minute's codes`);
  await pause(leftMs + 100);
}
