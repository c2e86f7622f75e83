import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Cluster } from "@warifu/storage/test-cluster";
import type { Arena } from "../arena.ts";
import { httpEntrant } from "../http/entrant.ts";
import { openLoop } from "../http/open-loop.ts";
import { runRounds } from "../http/run-rounds.ts";
import type { Store } from "../http/stores.ts";
import { summarise } from "../http/summarise.ts";
import { sizeContender, usualConnections } from "../http/verify-contenders.ts";
import { warmUp } from "../http/warm-up.ts";
import type { Contender } from "../http/contender.ts";
import type { Options } from "../options.ts";
import { compare, compareTails } from "./compare.ts";
import type { Comparison, TailComparison } from "./compare.ts";

type StoresModule = typeof import("../http/stores.ts");
type ServersModule = typeof import("../servers/start-warifu.ts");

/** What the other checkout brings: its own databases and its own servers. The load is ours. */
interface Side {
  readonly stores: StoresModule;
  readonly servers: ServersModule;
}

/** In this order a pair is measured; every other pair the other way round. */
const sides = ["this", "other"] as const;

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
  const [ours, theirs] = [await sideOf(fileURLToPath(new URL("../../..", import.meta.url))), await sideOf(options.against)];
  const comparisons: Comparison[] = [];
  const tails: TailComparison[] = [];
  for (const pick of storesOf(arena, options, cluster)) {
    const contenders = [
      await contendersOn(arena, ours, pick, options.tokens),
      await contendersOn(arena, theirs, pick, options.tokens),
    ];
    for (const side of contenders) for (const contender of side) await warmUp(load, contender, 4);
    for (const [index, contender] of contenders[0]?.entries() ?? []) {
      const pair = [contender, contenders[1]?.[index]].flatMap((one, side) =>
        one === undefined ? [] : [{ ...one, id: `${sides[side]}/${one.id}` }],
      );
      say(`${contender.title}: ${options.rounds} pairs`);
      const outcomes = await runRounds(
        pair.map((one) => httpEntrant(load, one)),
        { ...options, say: () => undefined },
      );
      const [mine, other] = outcomes.map(summarise);
      if (mine === undefined || other === undefined) continue;
      comparisons.push(compare(contender.title, mine, other));
      if (!options.parts.has("open") || contender.idempotencyKeys) continue;
      const capacity = Math.min(mine.perSecond, other.perSecond);
      say(`${contender.title}: open loop`);
      const open = [];
      for (const one of pair) open.push(summarise(await openLoop(load, one, capacity, options.quick)));
      const [mineOpen, otherOpen] = open;
      if (mineOpen !== undefined && otherOpen !== undefined)
        tails.push(compareTails(contender.title, mineOpen, otherOpen));
    }
  }
  return { comparisons, tails };
}

type PickStore = (side: Side) => Store;

function storesOf(arena: Arena, { parts }: Options, cluster: Cluster | null): PickStore[] {
  const places = { this: join(arena.folder, "this"), other: join(arena.folder, "other") };
  let made = 0;
  // Each in a folder of its own: both name their databases alike.
  const own = (): Arena => ({
    ...arena,
    keep: null,
    folder: join(made++ % 2 === 0 ? places.this : places.other, String(made)),
  });
  const picks: PickStore[] = [];
  if (parts.has("sqlite")) picks.push(({ stores }) => stores.sqliteStore(own()));
  if (cluster !== null && parts.has("postgres")) picks.push(({ stores }) => stores.postgresStore(own(), cluster));
  return picks;
}

async function sideOf(checkout: string): Promise<Side> {
  const from = async (file: string): Promise<unknown> =>
    await import(pathToFileURL(join(resolve(checkout), file)).href);
  return {
    stores: (await from("bench/src/http/stores.ts")) as StoresModule,
    servers: (await from("bench/src/servers/start-warifu.ts")) as ServersModule,
  };
}

/** Right codes at the usual concurrency, and the same with an `Idempotency-Key`, as the typed client sends it. */
async function contendersOn(arena: Arena, side: Side, pick: PickStore, tokens: number): Promise<Contender[]> {
  const store = pick(side);
  const database = await store.database(tokens);
  const server = await arena.start(side.servers.startWarifu(database));
  const right = sizeContender(store.name, database, server);
  return [
    right,
    {
      ...right,
      id: `${store.name}/right-once/${usualConnections}`,
      title: `${right.title} with Idempotency-Key`,
      idempotencyKeys: true,
    },
  ];
}
