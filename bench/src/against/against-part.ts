import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Cluster } from "@warifu/storage/test-cluster";
import type { Arena } from "../arena.ts";
import { httpEntrant } from "../http/entrant.ts";
import { openLoop } from "../http/open-loop.ts";
import { runRounds } from "../http/run-rounds.ts";
import type { Store } from "../http/stores.ts";
import { summarise } from "../http/summarise.ts";
import type { Line } from "../http/summarise.ts";
import { sizeContender, usualConnections } from "../http/verify-contenders.ts";
import { warmUp } from "../http/warm-up.ts";
import type { Contender } from "../http/contender.ts";
import type { Options } from "../options.ts";
import { compare, compareTails } from "./compare.ts";
import type { Comparison, TailComparison } from "./compare.ts";

type StoresModule = typeof import("../http/stores.ts");
type ServersModule = typeof import("../servers/start-warifu.ts");

/** What a checkout brings: its own databases and its own servers. The load is always ours. */
interface Side {
  readonly name: "this" | "other";
  readonly stores: StoresModule;
  readonly servers: ServersModule;
}

/**
 * This checkout and another one of the same project in turn, pair by pair: what the machine does meanwhile falls on both. Each fills a
 * database of its own with its own program, since the two may have different schemas.
 */
export async function againstPart(
  arena: Arena,
  options: Options & { readonly against: string },
  cluster: Cluster | null,
): Promise<{ readonly comparisons: readonly Comparison[]; readonly tails: readonly TailComparison[] }> {
  const { load, say } = arena;
  const here = fileURLToPath(new URL("../../..", import.meta.url));
  const sides = [await sideOf("this", here), await sideOf("other", options.against)] as const;
  const comparisons: Comparison[] = [];
  const tails: TailComparison[] = [];
  for (const pick of storesOf(options, cluster)) {
    const ours = await contendersOn(arena, sides[0], pick, options.tokens);
    const theirs = await contendersOn(arena, sides[1], pick, options.tokens);
    for (const contender of [...ours, ...theirs]) await warmUp(load, contender, 4);
    for (const [index, one] of ours.entries()) {
      const pair = [one, theirs[index] ?? one] as const;
      say(`${one.title}: ${options.rounds} pairs`);
      const quietly = { ...options, say: () => undefined };
      const outcomes = await runRounds(
        pair.map((contender) => httpEntrant(load, contender)),
        quietly,
      );
      const [mine, other] = outcomes.map(summarise) as [Line, Line];
      comparisons.push(compare(one.title, mine, other));
      if (!options.parts.has("open") || one.idempotencyKeys) continue;
      say(`${one.title}: open loop`);
      const capacity = Math.min(mine.perSecond, other.perSecond);
      const mineOpen = summarise(await openLoop(load, pair[0], capacity, options.quick));
      const otherOpen = summarise(await openLoop(load, pair[1], capacity, options.quick));
      tails.push(compareTails(one.title, mineOpen, otherOpen));
    }
  }
  return { comparisons, tails };
}

type PickStore = (side: Side, arena: Arena) => Store;

function storesOf({ parts }: Options, cluster: Cluster | null): PickStore[] {
  const picks: PickStore[] = [];
  if (parts.has("sqlite")) picks.push(({ stores }, arena) => stores.sqliteStore(arena));
  if (cluster !== null && parts.has("postgres"))
    picks.push(({ stores }, arena) => stores.postgresStore(arena, cluster));
  return picks;
}

async function sideOf(name: Side["name"], checkout: string): Promise<Side> {
  const from = async (file: string): Promise<unknown> =>
    await import(pathToFileURL(join(resolve(checkout), file)).href);
  return {
    name,
    stores: (await from("bench/src/http/stores.ts")) as StoresModule,
    servers: (await from("bench/src/servers/start-warifu.ts")) as ServersModule,
  };
}

/** Right codes at the usual concurrency, and the same with an `Idempotency-Key`, as the typed client sends it. */
async function contendersOn(arena: Arena, side: Side, pick: PickStore, tokens: number): Promise<Contender[]> {
  // Each in a folder of its own: both name their databases alike.
  const store = pick(side, { ...arena, keep: null, folder: join(arena.folder, side.name) });
  const database = await store.database(tokens);
  const server = await arena.start(side.servers.startWarifu(database));
  const sized = sizeContender(store.name, database, server);
  const right = { ...sized, id: `${side.name}/${sized.id}` };
  return [
    right,
    {
      ...right,
      id: `${side.name}/${store.name}/right-once/${usualConnections}`,
      title: `${right.title} with Idempotency-Key`,
      idempotencyKeys: true,
    },
  ];
}
